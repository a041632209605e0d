"""The rules of a recovery, one by one; what a forger makes of them stands in tests/attacks/test_package_recovery.py."""

import pytest

from tests.evidence import factory
from tests.evidence.factory import Cast
from tests.evidence.judging import accepted, refused
from tests.evidence.test_party_replay import told
from workflow.evidence.errors import Bad

FOSTER = ("Flo Foster", "chief", "Chief of Police")


def recovering(**twists: object) -> Cast:
    """A good world in which the chief lost his only key, and both registrars have just given him a new one."""
    cast = factory.ready()
    lost = cast.chief.key.id
    holder, claim = cast.world.claim(cast.agency, *FOSTER)
    one, two = cast.agency.registrars
    cast.chief = cast.world.recover(holder, claim, [lost], by=(one, two), **twists)
    return cast


def code_of(cast: Cast) -> str:
    """Why the agency's chain does not hold; empty if it does."""
    try:
        told(cast.world, cast.agency)
    except Bad as bad:
        return bad.code
    return ""


def finished(cast: Cast, **later: float) -> tuple[bytes, bytes]:
    """Some time later both sign, and it is executed."""
    cast.world.wait(**later)
    factory.signed(factory.frozen(cast))
    return cast.world.package(), cast.world.policy()


def test_a_recovered_key_signs_once_it_has_waited():
    cast = recovering()
    recovery = told(cast.world, cast.agency).recoveries[cast.chief.enrolment]
    assert recovery.by == ("Cy Carter", "Di Dyer") and len(recovery.lost) == 1 and not recovery.objected
    accepted(*finished(cast, hours=73))


def test_what_the_lost_key_signed_before_stays_signed():
    cast = factory.signed()
    before, policy = cast.world.package(), cast.world.policy()
    holder, claim = cast.world.claim(cast.agency, *FOSTER)
    one, two = cast.agency.registrars
    cast.world.recover(holder, claim, [cast.chief.key.id], by=(one, two))
    cast.world.wait(hours=80)
    accepted(before, policy)
    accepted(cast.world.package(), policy)


def test_a_lost_key_opens_nothing_once_the_new_one_counts():
    cast = factory.ready()
    old = cast.chief
    holder, claim = cast.world.claim(cast.agency, *FOSTER)
    one, two = cast.agency.registrars
    cast.world.recover(holder, claim, [old.key.id], by=(one, two))
    refused(*finished(cast, hours=73), "signer.revoked", "replaced by two people")


def test_until_then_the_old_key_still_speaks_for_its_holder():
    cast = factory.ready()
    holder, claim = cast.world.claim(cast.agency, *FOSTER)
    one, two = cast.agency.registrars
    cast.world.recover(holder, claim, [cast.chief.key.id], by=(one, two))
    cast.world.object(cast.chief, holder)
    accepted(*finished(cast, hours=73))


def test_a_clerk_may_stand_beside_the_registrar():
    cast = factory.ready()
    clerk = cast.world.enrol(cast.agency, "Gil Gray", "clerk", "Clerk")
    cast.world.wait(hours=80)
    lost = cast.chief.key.id
    holder, claim = cast.world.claim(cast.agency, *FOSTER)
    cast.chief = cast.world.recover(holder, claim, [lost], by=(clerk, cast.agency.registrars[1]))
    accepted(*finished(cast, hours=73))


def test_whoever_has_keys_left_brings_a_registrar_back_when_both_lost_theirs():
    cast = factory.ready()
    clerk = cast.world.enrol(cast.agency, "Gil Gray", "clerk", "Clerk")
    cast.world.wait(hours=80)
    first = cast.agency.registrars[0]
    holder, claim = cast.world.claim(cast.agency, first.name, "registrar", "Registrar")
    cast.world.recover(holder, claim, [first.key.id], by=(cast.chief, clerk))
    cast.world.wait(hours=73)
    stranger, claimed = cast.world.claim(cast.agency, "Hal Hill", "sheriff", "Sheriff")
    cast.world.vouch(holder, stranger, claimed)
    accepted(*finished(cast))


def test_every_key_there_was_is_named_and_the_second_recovery_names_the_first():
    cast = recovering()
    cast.world.wait(hours=73)
    had = [cast.chief.key.id, *told(cast.world, cast.agency).recoveries[cast.chief.enrolment].lost]
    holder, claim = cast.world.claim(cast.agency, *FOSTER)
    one, two = cast.agency.registrars
    cast.chief = cast.world.recover(holder, claim, had, by=(two, one))
    accepted(*finished(cast, hours=73))


def test_two_people_may_begin_anew_after_an_objection():
    cast = recovering()
    cast.world.object(cast.district.registrars[0], cast.chief)
    chain = told(cast.world, cast.agency)
    (recovery,) = chain.recoveries.values()
    assert recovery.objected
    one, two = cast.agency.registrars
    cast.chief = cast.world.recover(cast.chief, recovery.claim, list(recovery.lost), by=(one, two))
    accepted(*finished(cast, hours=73))


def test_an_objection_by_a_party_of_another_agreement_is_believed():
    """It cannot be checked here, and all it can do is to keep a key from counting."""
    cast = factory.ready()
    library = cast.world.party("body", "Springfield Library", ("Ivy Ingram", "Joe Jones"))
    cast.world.accept(library.registrars[0], cast.agency)
    cast.world.members.remove(library)
    lost = cast.chief.key.id
    holder, claim = cast.world.claim(cast.agency, *FOSTER)
    one, two = cast.agency.registrars
    cast.chief = cast.world.recover(holder, claim, [lost], by=(one, two))
    cast.world.object(library.registrars[0], cast.chief)
    refused(*finished(cast, hours=73), "signer.objected")


def test_a_second_key_needs_no_recovery_while_the_first_counts():
    cast = factory.ready()
    cast.chief = cast.world.enrol(cast.agency, *FOSTER)
    accepted(*finished(cast, hours=73))


@pytest.mark.parametrize(
    ("again", "code"),
    [
        ("vouched", "party.recovery"),
        ("while it waits", "party.recovery"),
        ("claimed", "party.key"),
        ("revoked", "party.key"),
    ],
)
def test_what_was_lost_does_not_come_back_by_another_way(again, code):
    cast = factory.ready()
    world, old, (one, two) = cast.world, cast.chief, cast.agency.registrars
    if again == "vouched":
        world.revoke(old)
        world.enrol(cast.agency, *FOSTER)
    else:
        holder, claim = world.claim(cast.agency, *FOSTER)
        if again == "revoked":
            world.revoke(holder)
        world.recover(holder, claim, [old.key.id], by=(one, two))
    if again == "while it waits":
        world.enrol(cast.agency, *FOSTER)
    if again == "claimed":
        world.claim(cast.agency, *FOSTER, key=old.key)
    assert code_of(cast) == code


def test_an_objection_gives_the_old_key_back():
    cast = factory.ready()
    old, (one, two) = cast.chief, cast.agency.registrars
    holder, claim = cast.world.claim(cast.agency, *FOSTER)
    cast.world.recover(holder, claim, [old.key.id], by=(one, two))
    cast.world.object(old, holder)
    cast.world.enrol(cast.agency, *FOSTER, key=old.key)
    assert code_of(cast) == ""
