"""Vectors about signatures on paper: by the word of two people of two parties, where the manifest allows it."""

from datetime import date, timedelta
from typing import Any

from tests.evidence import factory
from tests.evidence.factory import Cast
from tests.evidence.test_paper import finish, papered
from tests.vectors.case import Case, Cases, Made, bad, changed, good, unusable
from workflow.evidence import quote
from workflow.evidence.canonical import b64u
from workflow.evidence.package import parse


def cases() -> Cases:
    made = finish(papered())
    yield good("good-paper", "the agency's slot was signed by hand, and two people attest it", made)
    yield good("good-paper-both", "both slots were signed by hand", both())
    yield good("good-paper-quoted", "a clause quoted from it", (quote.take(parse(made[0]), "3"), made[1]))
    yield Case(
        "paper-no-policy", "nobody said whom to trust", made[0], None, "not_verified", "policy.present"
    )
    yield bad("paper-not-allowed", "the manifest allows it for the other slot alone", "paper.allowed", finish(papered(paper=("s2",))))  # fmt: skip
    yield from _halves(made)
    yield from _people()
    yield from _sheets()
    yield from _keys()


def both() -> Made:
    cast = papered(paper=("s1", "s2"))
    super_ = {"person": "6e" * 10, "name": "Sue Super", "office": "superintendent", "title": "Superintendent"}
    cast.world.attest(cast.district.registrars[0], cast.agency.registrars[0], "s2", **super_)
    cast.world.event("executed")
    return cast.world.package(), cast.world.policy()


def _played(name: str, said: str, code: str, cast: Cast | None = None, **twists: Any) -> Case:
    return bad(name, said, code, finish(papered(cast, **twists)))


def _halves(made: Made) -> Cases:
    yield bad("paper-half", "the first attestation left out", "chain.envelope", changed(made, lambda p: p["paper"].clear()))  # fmt: skip
    twice = changed(made, lambda p: p["paper"].append(p["paper"][0]))
    yield bad("paper-half-twice", "the first attestation twice", "chain.envelope", twice)
    yield unusable("paper-text", "words in its place", "package.members", changed(made, lambda p: p.update(paper=["Sam Stone"])))  # fmt: skip
    yield _played("paper-second-first", "a second attestation as the first", "paper.sheet", beside_first=b64u(b"b" * 32))  # fmt: skip
    cast = factory.frozen(paper=("s1",))
    cast.world.attest(cast.agency.registrars[0], cast.district.registrars[0], "s1", event="signed")
    cast.world.paper.clear()
    yield bad("paper-as-signed", "an attestation as an approval", "statement.type", finish(cast))


def _people() -> Cases:
    cast = factory.ready()
    yield _played("paper-one-person", "one person with one key", "paper.people", cast, second=cast.agency.registrars[0])  # fmt: skip
    cast = factory.ready()
    yield _played("paper-one-party", "two of the party that signs", "paper.people", cast, second=cast.agency.registrars[1])  # fmt: skip
    cast = factory.ready()
    two = cast.district.registrars
    yield _played("paper-other-party", "two of the other party", "paper.people", cast, first=two[0], second=two[1])  # fmt: skip
    cast = factory.ready()
    cast.world.enrol(cast.agency, cast.district.registrars[1].name, "records", "Records Officer")
    cast.world.wait(hours=80)
    yield _played("paper-both-parties", "the second has a key at either party", "paper.people", cast, second=cast.district.registrars[1])  # fmt: skip
    cast = factory.ready()
    own = cast.agency.registrars[0].person
    yield _played("paper-signatory-attests", "who signed attests it", "paper.people", cast, person=own)
    cast = factory.ready()
    yield _played("paper-executive", "attested by an executive", "signer.office", cast, second=cast.superintendent)  # fmt: skip
    cast = factory.ready()
    person = cast.superintendent.person
    yield _played("paper-person-twice", "by hand here, by key there", "signer.twice", cast, person=person)
    cast = papered()
    cast.world.approve(cast.chief, "s1")
    yield bad("paper-and-key", "the slot is signed by key as well", "signer.twice", finish(cast))


def _sheets() -> Cases:
    yield _played("paper-another-scan", "two scans", "paper.sheet", sheet_first={"scan": b64u(b"t" * 32)})
    yield _played("paper-another-name", "two names", "paper.sheet", sheet_first={"name": "Sam Stein"})
    yield _played("paper-another-head", "a sheet of another text", "statement.binding", about={"head": b64u(b"h" * 32)})  # fmt: skip
    yield _played("paper-half-head", "the first about another text", "statement.binding", about_first={"head": b64u(b"h" * 32)})  # fmt: skip
    yield _played("paper-another-slot", "the first about another slot", "statement.binding", about_first={"slot": "s2"})  # fmt: skip
    yield _played("paper-slot-unknown", "a slot that is not there", "slot.unknown", leaf_slot="s9")
    yield _played("paper-sergeant", "by an office that may not sign", "signer.office", office="sergeant", title="Sergeant")  # fmt: skip
    yield _played("paper-too-early", "signed by hand before the freeze", "paper.day", signed=date(2026, 4, 1))
    yield _played("paper-too-late", "signed by hand after the record", "paper.day", signed=date(2026, 6, 1))
    cast = factory.ready()
    early = cast.world.now - timedelta(hours=1)
    yield _played("paper-before-freeze", "attested before the freeze", "statement.binding", cast, issued=early)  # fmt: skip
    cast = factory.frozen(paper=("s1",))
    cast.world.wait(days=61)
    cast.world.attest(cast.agency.registrars[0], cast.district.registrars[0], "s1")
    yield bad("paper-after-last-day", "attested after the last day", "statement.expired", finish(cast))


def _keys() -> Cases:
    cast = factory.ready()
    clerk = cast.world.enrol(cast.agency, "Gil Gray", "clerk", "City Clerk")
    yield _played("paper-waiting", "attested inside the waiting time", "signer.waiting", cast, first=clerk)
    cast = factory.ready()
    two = cast.district.registrars
    cast.world.revoke(two[0], by=two[1])
    yield _played("paper-revoked", "attested with a revoked key", "signer.revoked", cast)
    cast = factory.ready()
    two = cast.district.registrars
    cast.world.end(two[0], by=two[1])
    yield _played("paper-former", "attested by a former registrar", "signer.office", cast)
    cast = factory.ready()
    yield _played("paper-other-key", "signed with somebody else's key", "signature.key", cast, key_used=cast.chief.key)  # fmt: skip
    cast = factory.ready()
    yield _played("paper-half-key", "the first with somebody else's key", "signature.key", cast, key_first=cast.chief.key)  # fmt: skip
