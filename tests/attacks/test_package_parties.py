"""Attacks on the parties' chains: whose key it is, and whether its holder still held the office."""

from datetime import date, timedelta

import pytest

from tests.evidence import factory
from tests.evidence.factory import Cast, World
from tests.evidence.judging import accepted, refused


def _finished(cast: Cast) -> tuple[bytes, bytes]:
    factory.signed(factory.frozen(cast))
    return cast.world.package(), cast.world.policy()


def test_a_vouch_by_the_enrolled_person_himself_is_refused() -> None:
    cast = factory.ready()
    registrar = cast.agency.registrars[0]
    cast.chief, claim = cast.world.claim(cast.agency, registrar.name, "chief", "Chief of Police")
    cast.world.vouch(registrar, cast.chief, claim)
    cast.world.wait(hours=80)
    refused(*_finished(cast), "party.vouch", "himself")


def test_a_vouch_with_the_enrolled_key_itself_is_refused() -> None:
    cast = factory.ready()
    registrar = cast.agency.registrars[0]
    cast.chief, claim = cast.world.claim(
        cast.agency, "Gil Gray", "chief", "Chief of Police", key=registrar.key
    )
    cast.world.vouch(registrar, cast.chief, claim)
    refused(*_finished(cast), "party.key", "somebody else")


def test_a_vouch_by_somebody_who_is_no_registrar_is_refused() -> None:
    cast = factory.ready()
    holder, claim = cast.world.claim(cast.agency, "Gil Gray", "sheriff", "Sheriff")
    cast.world.vouch(cast.chief, holder, claim)
    refused(*_finished(cast), "party.registrar")


def test_a_vouch_by_another_partys_registrar_is_refused() -> None:
    cast = factory.ready()
    holder, claim = cast.world.claim(cast.agency, "Gil Gray", "sheriff", "Sheriff")
    cast.world.vouch(cast.district.registrars[0], holder, claim)
    refused(*_finished(cast), "statement.binding", "another party")


def test_a_claim_nobody_vouched_for_opens_nothing() -> None:
    cast = factory.ready()
    cast.chief, claim = cast.world.claim(cast.agency, "Gil Gray", "chief", "Chief of Police")
    cast.chief.enrolment = claim
    cast.world.wait(hours=80)
    refused(*_finished(cast), "signer.enrolment")


def test_a_claim_is_vouched_for_once() -> None:
    cast = factory.ready()
    holder, claim = cast.world.claim(cast.agency, "Gil Gray", "sheriff", "Sheriff")
    cast.world.vouch(cast.agency.registrars[0], holder, claim)
    cast.world.vouch(cast.agency.registrars[1], holder, claim)
    refused(*_finished(cast), "party.vouch")


def test_a_vouch_for_another_person_than_claimed_is_refused() -> None:
    cast = factory.ready()
    holder, claim = cast.world.claim(cast.agency, "Gil Gray", "sheriff", "Sheriff")
    holder.person = "somebody-else"
    cast.world.vouch(cast.agency.registrars[0], holder, claim)
    refused(*_finished(cast), "party.vouch")


def test_another_partys_key_cannot_be_enrolled() -> None:
    cast = factory.ready()
    cast.world.enrol(cast.agency, "Eve Ellis", "sheriff", "Sheriff", key=cast.superintendent.key)
    refused(*_finished(cast), "party.key", "two parties")


def test_a_signature_inside_the_waiting_time_does_not_count() -> None:
    cast = factory.ready()
    cast.chief = cast.world.enrol(cast.agency, "Gil Gray", "chief", "Chief of Police")
    cast.world.wait(hours=71)
    refused(*_finished(cast), "signer.waiting")


@pytest.mark.parametrize("early", [0, 1])
def test_the_wait_is_over_to_the_second(early: int) -> None:
    cast = factory.ready()
    begun = cast.world.now + timedelta(minutes=1)
    cast.chief = cast.world.enrol(cast.agency, "Gil Gray", "chief", "Chief of Police")
    cast.world.wait(hours=71)
    factory.frozen(cast)
    cast.world.now = begun + timedelta(hours=72) - timedelta(seconds=early)
    made = factory.finish(cast)
    if early:
        refused(*made, "signer.waiting")
    else:
        accepted(*made)


def test_a_demo_may_do_without_waiting() -> None:
    cast = factory.ready(waiting_hours=0)
    cast.chief = cast.world.enrol(cast.agency, "Gil Gray", "chief", "Chief of Police")
    accepted(*_finished(cast))


def test_a_revoked_key_does_not_sign_even_with_an_older_party_state() -> None:
    cast = factory.ready()
    state = cast.agency.state
    cast.world.revoke(cast.chief)
    factory.frozen(cast)
    cast.world.approve(cast.chief, "s1", party_state=state)
    cast.world.approve(cast.superintendent, "s2")
    cast.world.event("executed")
    refused(cast.world.package(), cast.world.policy(), "signer.revoked")


def test_the_holder_may_revoke_his_own_key() -> None:
    cast = factory.ready()
    cast.world.revoke(cast.chief, by=cast.chief)
    refused(*_finished(cast), "signer.revoked")


def test_nobody_else_may_revoke_it() -> None:
    cast = factory.ready()
    clerk = cast.world.enrol(cast.agency, "Gil Gray", "clerk", "Clerk")
    cast.world.revoke(cast.chief, by=clerk)
    refused(*_finished(cast), "party.registrar")


def test_a_key_nobody_knows_cannot_be_revoked() -> None:
    cast = factory.ready()
    stranger, _ = factory.ready().world.claim(cast.district, "Gil Gray", "clerk", "Clerk")
    stranger.party = cast.agency
    cast.world.revoke(stranger, by=cast.agency.registrars[0])
    refused(*_finished(cast), "party.key", "no such key")


def test_a_revoked_key_cannot_be_claimed_again() -> None:
    cast = factory.ready()
    cast.world.revoke(cast.chief)
    cast.world.claim(cast.agency, "Flo Foster", "chief", "Chief of Police", key=cast.chief.key)
    refused(*_finished(cast), "party.key", "come back")


def test_a_key_revoked_between_claim_and_vouch_stays_out() -> None:
    cast = factory.ready()
    holder, claim = cast.world.claim(cast.agency, "Gil Gray", "sheriff", "Sheriff")
    cast.world.revoke(holder)
    cast.world.vouch(cast.agency.registrars[0], holder, claim)
    refused(*_finished(cast), "party.key", "come back")


def test_a_key_revoked_after_signing_is_warned_of_and_the_signature_stands() -> None:
    cast = factory.signed()
    cast.world.revoke(cast.chief, since=cast.world.now - timedelta(days=30))
    verdict = accepted(cast.world.package(), cast.world.policy())
    assert any("the key of Flo Foster was later revoked" in one.words for one in verdict.warned)


def test_a_key_lost_only_later_is_not_warned_of() -> None:
    cast = factory.signed()
    cast.world.revoke(cast.chief)
    verdict = accepted(cast.world.package(), cast.world.policy())
    assert not verdict.warned


def test_a_former_holder_does_not_sign() -> None:
    cast = factory.ready()
    cast.world.end(cast.chief)
    refused(*_finished(cast), "signer.office", "only until")


def test_the_end_of_another_office_ends_nothing() -> None:
    cast = factory.ready()
    clerk = cast.world.enrol(cast.agency, "Flo Foster", "clerk", "Clerk", key=cast.chief.key)
    cast.world.end(clerk)
    accepted(*_finished(cast))


def test_a_holder_who_was_appointed_again_signs() -> None:
    cast = factory.ready()
    cast.world.end(cast.chief)
    cast.chief = cast.world.enrol(cast.agency, "Flo Foster", "chief", "Chief of Police", key=cast.chief.key)
    cast.world.wait(hours=80)
    accepted(*_finished(cast))


def test_a_registrar_who_was_appointed_again_vouches() -> None:
    cast = factory.ready()
    first, second = cast.agency.registrars
    cast.world.end(second, by=first)
    claim = cast.world.claim(cast.agency, second.name, "registrar", "Registrar", key=second.key)
    again = cast.world.vouch(first, *claim)
    holder, claimed = cast.world.claim(cast.agency, "Gil Gray", "sheriff", "Sheriff")
    cast.world.vouch(again, holder, claimed)
    accepted(*_finished(cast))


def test_a_registrar_who_left_vouches_for_nobody() -> None:
    cast = factory.ready()
    first, second = cast.agency.registrars
    cast.world.end(second, by=first)
    holder, claimed = cast.world.claim(cast.agency, "Gil Gray", "sheriff", "Sheriff")
    cast.world.vouch(second, holder, claimed)
    refused(*_finished(cast), "signer.office", "only until")


def test_a_holder_does_not_sign_before_his_first_day() -> None:
    cast = factory.ready()
    cast.chief = cast.world.enrol(cast.agency, "Gil Gray", "chief", "Chief of Police", start=date(2027, 1, 1))
    cast.world.wait(hours=80)
    refused(*_finished(cast), "signer.office", "only from")


def test_an_office_the_slot_does_not_accept_does_not_sign() -> None:
    cast = factory.ready()
    cast.chief = cast.world.enrol(cast.agency, "Gil Gray", "counsel", "Counsel")
    cast.world.wait(hours=80)
    refused(*_finished(cast), "signer.office", "did not hold an office")


def test_one_person_does_not_fill_two_slots() -> None:
    cast = factory.ready()
    board = cast.world.enrol(
        cast.district, "Eve Ellis", "board_chair", "Board Chair", key=cast.superintendent.key
    )
    cast.world.wait(hours=80)
    slots = [
        ("s1", cast.agency, ["chief"]),
        ("s2", cast.district, ["superintendent"]),
        ("s3", cast.district, ["board_chair"]),
    ]
    for one_slot_each in (True, False):
        cast.world.edition_chain.clear()
        factory.frozen(cast, slots=slots, one_slot_each=one_slot_each)
        cast.world.approve(cast.chief, "s1")
        cast.world.approve(cast.superintendent, "s2")
        cast.world.approve(board, "s3")
        cast.world.event("executed")
        if one_slot_each:
            refused(cast.world.package(), cast.world.policy(), "signer.twice", "two slots")
        else:
            accepted(cast.world.package(), cast.world.policy())


def _unaccepted(cast_of: str = "nobody") -> Cast:
    world = World()
    district = world.party("district", "Springfield School District", ("Ann Archer", "Bo Baker"))
    people = ("Ann Archer", "Di Dyer") if cast_of == "shared" else ("Cy Carter", "Di Dyer")
    agency = world.party("agency", "Springfield Police Department", people)
    if cast_of == "itself":
        world.accept(district.registrars[0], district)
    elif cast_of == "no registrar":
        stranger = world.enrol(agency, "Gil Gray", "clerk", "Clerk")
        world.accept(stranger, district)
    elif cast_of == "wrong party":
        district.chain.append(district.chain.pop())
        world.accept(agency.registrars[0], district, party=district.id)
    elif cast_of != "nobody":
        world.accept(agency.registrars[0], district)
    world.accept(district.registrars[1], agency)
    superintendent = world.enrol(district, "Eve Ellis", "superintendent", "Superintendent")
    chief = world.enrol(agency, "Flo Foster", "chief", "Chief of Police")
    world.wait(hours=80)
    return Cast(world, district, agency, superintendent, chief)


def test_a_party_that_nobody_accepted_does_not_sign() -> None:
    refused(*_finished(_unaccepted()), "party.acceptance", "no other party")


def test_a_party_cannot_accept_itself() -> None:
    refused(*_finished(_unaccepted("itself")), "party.acceptance", "by itself")


def test_only_a_registrar_accepts() -> None:
    refused(*_finished(_unaccepted("no registrar")), "party.registrar")


def test_somebody_who_speaks_for_both_parties_cannot_accept_one_for_the_other() -> None:
    refused(*_finished(_unaccepted("shared")), "party.acceptance", "both parties")


def test_an_acceptance_in_another_partys_name_is_refused() -> None:
    refused(*_finished(_unaccepted("wrong party")), "party.acceptance")
