"""Attacks on recovery: somebody else takes over the name of a person who is said to have lost every key."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.evidence import factory
from tests.evidence.factory import Cast, Holder
from tests.evidence.judging import accepted, refused
from tests.evidence.test_recovery import FOSTER, finished, recovering
from workflow.evidence.fields import read_moment
from workflow.evidence.statement import MEDIA

Attack = Callable[[Cast, Holder, str], None]


def attempt(attack: Attack, code: str, words: str = "") -> None:
    """A claim in the chief's name is waiting; the attack is made; the package is refused for this reason."""
    cast = factory.ready()
    holder, claim = cast.world.claim(cast.agency, *FOSTER)
    attack(cast, holder, claim)
    cast.chief = holder
    refused(*finished(cast, hours=73), code, words)


def test_one_person_alone_recovers_nobody() -> None:
    def alone(cast: Cast, holder: Holder, claim: str) -> None:
        one, two = cast.agency.registrars
        cast.world.recover(holder, claim, [cast.chief.key.id], by=(one, two), keys_used=[one.key])

    attempt(alone, "signature.count")


def test_one_registrars_vouch_is_no_recovery() -> None:
    def alone(cast: Cast, holder: Holder, claim: str) -> None:
        cast.world.revoke(cast.chief)
        cast.world.vouch(cast.agency.registrars[0], holder, claim)

    attempt(alone, "party.recovery", "takes two people")


@pytest.mark.parametrize("when", ["while it waits", "objected to", "once it counts"])
def test_a_recovered_key_that_does_not_count_lets_no_registrar_vouch_alone(when: str) -> None:
    cast = factory.ready()
    world, lost = cast.world, cast.chief
    holder, claim = world.claim(cast.agency, *FOSTER)
    world.recover(holder, claim, [lost.key.id], by=(cast.agency.registrars[0], cast.agency.registrars[1]))
    counts = opened_at(cast) + timedelta(hours=72)
    if when == "objected to":
        world.object(cast.district.registrars[0], holder)
        world.revoke(lost)
    cast.chief, claim = world.claim(cast.agency, *FOSTER)
    world.now = counts - timedelta(seconds=when == "while it waits")
    world.vouch(cast.agency.registrars[0], cast.chief, claim)
    if when == "once it counts":
        accepted(*finished(cast, hours=80))
    else:
        refused(*finished(cast, hours=80), "party.recovery", "takes two people")


def opened_at(cast: Cast) -> datetime:
    """When the recovery was recorded."""
    [link] = [one.leaf for one in cast.agency.chain if one.leaf["type"] == MEDIA["recovery"]]
    return read_moment(link["at"])


def test_the_same_person_twice_recovers_nobody() -> None:
    def twice(cast: Cast, holder: Holder, claim: str) -> None:
        one = cast.agency.registrars[0]
        cast.world.recover(holder, claim, [cast.chief.key.id], by=(one, one))

    attempt(twice, "party.recovery", "two people")


def test_two_keys_of_one_person_are_not_two_people() -> None:
    def twice(cast: Cast, holder: Holder, claim: str) -> None:
        one, two = cast.agency.registrars
        spare = cast.world.vouch(two, *cast.world.claim(cast.agency, one.name, "registrar", "Registrar"))
        cast.world.recover(holder, claim, [cast.chief.key.id], by=(one, spare), waits=0)

    attempt(twice, "party.recovery", "two people")


def test_the_second_signature_is_the_second_persons() -> None:
    def forged(cast: Cast, holder: Holder, claim: str) -> None:
        one, two = cast.agency.registrars
        cast.world.recover(holder, claim, [cast.chief.key.id], by=(one, two), keys_used=[one.key, one.key])

    attempt(forged, "signature.key")


def test_the_recovered_person_is_not_one_of_the_two() -> None:
    def himself(cast: Cast, holder: Holder, claim: str) -> None:
        cast.world.recover(holder, claim, [cast.chief.key.id], by=(cast.agency.registrars[0], cast.chief))

    attempt(himself, "party.recovery", "neither of them")


def test_a_registrar_of_another_party_is_not_one_of_the_two() -> None:
    def stranger(cast: Cast, holder: Holder, claim: str) -> None:
        by = (cast.agency.registrars[0], cast.district.registrars[0])
        cast.world.recover(holder, claim, [cast.chief.key.id], by=by)

    attempt(stranger, "party.registrar")


def test_two_who_are_no_registrars_recover_no_executive() -> None:
    def seize(cast: Cast, holder: Holder, claim: str) -> None:
        clerk = cast.world.enrol(cast.agency, "Gil Gray", "clerk", "Clerk")
        sheriff = cast.world.enrol(cast.agency, "Hal Hill", "sheriff", "Sheriff")
        cast.world.recover(holder, claim, [cast.chief.key.id], by=(clerk, sheriff), waits=0)

    attempt(seize, "party.recovery", "a registrar")


def test_an_accomplice_enrolled_for_the_purpose_is_not_the_second_person() -> None:
    def accomplice(cast: Cast, holder: Holder, claim: str) -> None:
        clerk = cast.world.enrol(cast.agency, "Gil Gray", "clerk", "Clerk")
        cast.world.wait(hours=70)
        cast.world.recover(holder, claim, [cast.chief.key.id], by=(cast.agency.registrars[0], clerk))

    attempt(accomplice, "signer.waiting", "less than 72 hours")


def test_a_revoked_registrar_is_not_one_of_the_two_even_with_an_older_party_state() -> None:
    def revoked(cast: Cast, holder: Holder, claim: str) -> None:
        one, two = cast.agency.registrars
        state = cast.agency.state
        cast.world.revoke(two, by=one)
        cast.world.recover(holder, claim, [cast.chief.key.id], by=(one, two), party_state=state)

    attempt(revoked, "signer.revoked")


@pytest.mark.parametrize("named", ["none of them", "one of two", "another's", "the new one"])
def test_a_recovery_names_every_key_that_was_lost_and_no_other(named: str) -> None:
    def wrong(cast: Cast, holder: Holder, claim: str) -> None:
        one, two = cast.agency.registrars
        spare = cast.world.enrol(cast.agency, *FOSTER).key.id
        lost = {
            "none of them": [one.key.id], "one of two": [spare], "another's": [spare, cast.chief.key.id, two.key.id],
            "the new one": [spare, cast.chief.key.id, holder.key.id],
        }[named]  # fmt: skip
        cast.world.recover(holder, claim, lost, by=(one, two))

    attempt(wrong, "party.recovery", "exactly the earlier keys")


@pytest.mark.parametrize("whose", ["nobody's", "somebody else's"])
def test_a_recovery_is_of_a_claim_that_waits(whose: str) -> None:
    def elsewhere(cast: Cast, holder: Holder, claim: str) -> None:
        one, two = cast.agency.registrars
        subject = holder.person if whose == "nobody's" else "p" * 20
        named = one.enrolment if whose == "nobody's" else claim
        cast.world.recover(holder, named, [cast.chief.key.id], by=(one, two), subject=subject)

    attempt(elsewhere, "party.recovery", "no such claim")


def test_somebody_who_never_had_a_key_is_enrolled_and_not_recovered() -> None:
    cast = factory.ready()
    holder, claim = cast.world.claim(cast.agency, "Gil Gray", "sheriff", "Sheriff")
    one, two = cast.agency.registrars
    cast.world.recover(holder, claim, [cast.chief.key.id], by=(one, two))
    refused(*finished(cast), "party.recovery", "exactly the earlier keys")


def test_a_signature_within_the_delay_does_not_count() -> None:
    refused(*finished(recovering(), hours=71), "signer.waiting")


def test_a_longer_delay_than_the_agreements_holds_too() -> None:
    refused(*finished(recovering(waits=79), hours=73), "signer.waiting")


def test_a_statement_issued_within_the_delay_and_recorded_after_it_does_not_count() -> None:
    cast = recovering(waits=73)
    cast.world.wait(hours=72, minutes=50)
    factory.frozen(cast)
    issued = cast.world.now
    cast.world.wait(minutes=9)
    refused(*factory.finish(cast, issued=issued), "signer.waiting")


@pytest.mark.parametrize("early", [0, 1])
def test_the_delay_is_over_to_the_second(early: int) -> None:
    cast = recovering(waits=73)
    counts = opened_at(cast) + timedelta(hours=73)
    cast.world.wait(hours=72)
    factory.frozen(cast)
    cast.world.now = counts
    made = factory.finish(cast, issued=counts - timedelta(seconds=early))
    if early:
        refused(*made, "signer.waiting")
    else:
        accepted(*made)


def test_a_recovered_registrar_vouches_for_nobody_within_the_delay() -> None:
    cast = factory.ready()
    clerk = cast.world.enrol(cast.agency, "Gil Gray", "clerk", "Clerk")
    cast.world.wait(hours=80)
    one, two = cast.agency.registrars
    again, claim = cast.world.claim(cast.agency, one.name, "registrar", "Registrar")
    cast.world.recover(again, claim, [one.key.id], by=(two, clerk))
    cast.world.vouch(again, *cast.world.claim(cast.agency, "Hal Hill", "sheriff", "Sheriff"))
    refused(*finished(cast), "signer.waiting", "counts only from")


@pytest.mark.parametrize("by", ["another party", "the person"])
def test_a_key_whose_recovery_was_objected_to_never_signs(by: str) -> None:
    cast = factory.ready()
    old, (one, two) = cast.chief, cast.agency.registrars
    holder, claim = cast.world.claim(cast.agency, *FOSTER)
    cast.chief = cast.world.recover(holder, claim, [old.key.id], by=(one, two))
    cast.world.object(old if by == "the person" else cast.district.registrars[0], cast.chief)
    refused(*finished(cast, hours=100), "signer.objected")


def test_nobody_objects_in_the_name_of_another_party() -> None:
    cast = recovering()
    district = cast.district.registrars[0]
    cast.world.object(district, cast.chief, key_used=cast.agency.registrars[0].key)
    refused(*finished(cast, hours=73), "signature.key")


@pytest.mark.parametrize("what", ["a colleague", "a stranger", "too late", "no recovery"])
def test_an_objection_is_by_whom_it_concerns_and_in_time(what: str) -> None:
    cast = recovering()
    by, twists = cast.district.registrars[0], {}
    if what == "a colleague":
        by = cast.agency.registrars[0]
    if what == "a stranger":
        by = cast.world.party("body", "Springfield Library", ("Ivy Ingram", "Joe Jones")).registrars[0]
        cast.world.members.pop()
    if what == "too late":
        cast.world.wait(hours=73)
    if what == "no recovery":
        twists = {"recovery": by.enrolment}
    cast.world.object(by, cast.chief, **twists)
    refused(*finished(cast, hours=73), "party.recovery", "objection" if what != "a colleague" else "himself")
