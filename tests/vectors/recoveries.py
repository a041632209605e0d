"""Vectors about somebody who lost every key of an office."""

from tests.evidence import factory
from tests.evidence.factory import Cast
from tests.evidence.test_recovery import FOSTER, recovering
from tests.vectors.case import Cases, Made, bad, finished, good


def cases() -> Cases:
    yield good("good-recovered", "a chief who lost every key, recovered by two people", later(recovering()))
    yield bad("recovered-alone", "a recovery signed by one person twice", "party.recovery", alone())
    yield good("good-recovered-anew", "objected to, and recovered again", anew())
    yield bad("recovered-objected", "signed although another party objected", "signer.objected", objected(0))
    yield bad(
        "recovered-objected-outside",
        "the objector is no party of this agreement",
        "signer.objected",
        objected(2),
    )
    yield bad(
        "recovered-own-objection", "signed although the person objected", "signer.objected", objected(1)
    )
    yield bad("recovered-too-soon", "one hour too early", "signer.waiting", later(recovering(), hours=71))
    yield bad("recovered-wait-of-its-own", "the recovery waits longer than the agreement", "signer.waiting", later(recovering(waits=79)))  # fmt: skip
    yield bad("recovered-old-key", "the lost key signs after all", "signer.revoked", old_key())
    yield bad(
        "recovered-by-himself", "the person recovered is one of the two", "party.recovery", by_whom("himself")
    )
    yield bad(
        "recovered-by-stranger", "one of the two is of another party", "party.registrar", by_whom("stranger")
    )
    yield bad(
        "recovered-by-newcomer",
        "one of the two was enrolled just before",
        "signer.waiting",
        by_whom("newcomer"),
    )
    yield bad(
        "recovered-no-registrar", "neither of the two is a registrar", "party.recovery", by_whom("others")
    )
    yield bad("recovered-key-left-out", "one of the lost keys is not named", "party.recovery", left_out())
    yield bad(
        "recovered-by-vouch", "every key revoked, and one registrar vouched", "party.recovery", vouched()
    )
    yield bad("recovered-objection-forged", "an objection by another key", "signature.key", forged())
    yield bad(
        "recovered-objection-late",
        "an objection when the key counts",
        "party.recovery",
        objected(0, hours=73),
    )
    yield bad("recovered-objection-meddling", "a colleague objects", "party.recovery", objected(3))


def later(cast: Cast, hours: float = 73) -> Made:
    cast.world.wait(hours=hours)
    return finished(cast)


def alone() -> Made:
    return by_whom("alone")


def by_whom(who: str) -> Made:
    cast = factory.ready()
    one, old = cast.agency.registrars[0], cast.chief
    clerk = cast.world.enrol(cast.agency, "Gil Gray", "clerk", "Clerk")
    sheriff = cast.world.enrol(cast.agency, "Hal Hill", "sheriff", "Sheriff")
    cast.world.wait(hours=60 if who == "newcomer" else 80)
    holder, claim = cast.world.claim(cast.agency, *FOSTER)
    by = {
        "alone": (one, one), "himself": (one, old), "stranger": (one, cast.district.registrars[0]),
        "newcomer": (one, clerk), "others": (clerk, sheriff),
    }[who]  # fmt: skip
    cast.chief = cast.world.recover(holder, claim, [old.key.id], by=by)
    return later(cast)


def objected(who: int, hours: float = 0) -> Made:
    """By a registrar of the district, the person himself, a party outside the agreement, or a colleague."""
    cast = factory.ready()
    old, (one, two) = cast.chief, cast.agency.registrars
    library = cast.world.party("body", "Springfield Library", ("Ivy Ingram", "Joe Jones"))
    cast.world.accept(library.registrars[0], cast.agency)
    cast.world.members.remove(library)
    holder, claim = cast.world.claim(cast.agency, *FOSTER)
    cast.chief = cast.world.recover(holder, claim, [old.key.id], by=(one, two))
    cast.world.wait(hours=hours)
    by = (cast.district.registrars[0], old, library.registrars[0], one)[who]
    cast.world.object(by, cast.chief)
    return later(cast)


def anew() -> Made:
    cast = factory.ready()
    old, (one, two) = cast.chief, cast.agency.registrars
    holder, claim = cast.world.claim(cast.agency, *FOSTER)
    cast.world.recover(holder, claim, [old.key.id], by=(one, two))
    cast.world.object(cast.district.registrars[0], holder)
    cast.chief = cast.world.recover(holder, claim, [old.key.id], by=(two, one))
    return later(cast)


def old_key() -> Made:
    cast = factory.ready()
    one, two = cast.agency.registrars
    holder, claim = cast.world.claim(cast.agency, *FOSTER)
    cast.world.recover(holder, claim, [cast.chief.key.id], by=(one, two))
    return later(cast)


def left_out() -> Made:
    cast = factory.ready()
    one, two = cast.agency.registrars
    spare = cast.world.enrol(cast.agency, *FOSTER)
    holder, claim = cast.world.claim(cast.agency, *FOSTER)
    cast.chief = cast.world.recover(holder, claim, [spare.key.id], by=(one, two))
    return later(cast)


def vouched() -> Made:
    cast = factory.ready()
    cast.world.revoke(cast.chief)
    cast.chief = cast.world.enrol(cast.agency, *FOSTER)
    return later(cast)


def forged() -> Made:
    cast = recovering()
    cast.world.object(cast.district.registrars[0], cast.chief, key_used=cast.agency.registrars[0].key)
    return later(cast)
