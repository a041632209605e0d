"""A party's public record, from its founding to a chain that replays offline."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from tests.parties.kit import Town, answered, post, town
from workflow.core.errors import Forbidden, Invalid, Refused
from workflow.core.people import Office
from workflow.evidence.canonical import b64u, unb64u
from workflow.evidence.envelope import challenge
from workflow.evidence.software_key import SoftwareKey
from workflow.evidence.statement import MEDIA
from workflow.history.queries import last_of_chain, leaf_id, party_state
from workflow.parties.founding import actions as founding
from workflow.parties.founding import queries
from workflow.parties.keys import actions as keys
from workflow.parties.keys import loss
from workflow.parties.models import Appointment, Founding, Party, PartyLink, SigningKey

pytestmark = pytest.mark.both_databases


@pytest.fixture
def here(session: Session, now: datetime) -> Town:
    return town(session, now)


def begin(here: Town) -> Party:
    """Dana has signed the founding statement, Dora has not."""
    for name in ("Dana", "Dora"):
        here.make_key(name)
    party, dana = here.parties["district"], here.actor("Dana")
    sheet = founding.offer_founding(
        here.session, dana, party.id, authority="a", resolution="b", contact="c", at=here.at
    )
    credential = answered(sheet.options, here.keys["Dana"])
    founding.sign_founding(here.session, dana, party.id, credential=credential, at=here.at)
    return party


@pytest.mark.parametrize("who", ["Dana", "Dora"])
def test_a_key_reported_lost_between_the_signatures_founds_nothing(here: Town, who: str) -> None:
    party, dora = begin(here), here.actor("Dora")
    sheet = founding.offer_countersign(here.session, dora, party.id, at=here.at)
    loss.report(here.session, here.actor(who), here.rows[who].id, at=here.at)
    with pytest.raises(Refused, match="reported lost") as no:
        founding.countersign(
            here.session, dora, party.id, credential=answered(sheet.options, here.keys["Dora"]), at=here.at
        )
    assert party.public_id is None and party_state(here.session, party.id) == ""
    shown = queries.half_done(here.session, party, dora, here.at)
    assert shown and shown["in_vain"] == no.value.reason
    assert here.found("district").public_id


def test_who_left_the_office_between_the_signatures_founds_nothing(here: Town) -> None:
    party = begin(here)
    here.posts["Dana"].until_date = here.at.date()
    here.at += timedelta(days=2)
    with pytest.raises(Refused, match="not a registrar of the party any more"):
        founding.offer_countersign(here.session, here.actor("Dora"), party.id, at=here.at)


def test_a_newer_key_does_not_undo_what_the_older_one_signed(here: Town) -> None:
    party = begin(here)
    older = here.keys["Dana"]
    here.make_key("Dana")
    sheet = founding.offer_countersign(here.session, here.actor("Dora"), party.id, at=here.at)
    credential = answered(sheet.options, here.keys["Dora"])
    founding.countersign(here.session, here.actor("Dora"), party.id, credential=credential, at=here.at)
    states = dict(here.session.exec(select(SigningKey.key_id, SigningKey.state)).all())
    assert states[older.id] == "vouched" and states[here.keys["Dana"].id] == "created"


def test_two_registrars_found_a_party_and_its_id_is_the_hash_of_what_they_signed(here: Town) -> None:
    party = here.found("district")
    link = here.session.exec(select(PartyLink)).one()
    statement = queries.party_links(here.session, party.id)[0].content["statement"]
    assert link.kind == "genesis" and link.seq == 0 and len(link.content["signatures"]) == 2
    assert party.public_id == b64u(challenge(MEDIA["genesis"], unb64u(statement)))
    states = here.session.exec(select(SigningKey.state)).all()
    assert states == ["vouched", "vouched"]
    assert here.session.exec(select(Founding)).first() is None
    assert here.rows["Dana"].enrolment == party_state(here.session, party.id)


def test_half_a_founding_is_shown_and_counts_for_nothing(here: Town) -> None:
    party = begin(here)
    shown = queries.half_done(here.session, party, here.actor("Dora"), here.at)
    assert shown and shown["first"] == "Dana" and shown["mine"] and not shown["in_vain"]
    assert party.public_id is None and party_state(here.session, party.id) == ""


def test_one_registrar_cannot_found_alone(here: Town) -> None:
    here.make_key("Dana")
    with pytest.raises(Invalid, match="second registrar"):
        founding.offer_founding(
            here.session, here.actor("Dana"), here.parties["district"].id, authority="a", resolution="b", contact="c",
            at=here.at,
        )  # fmt: skip


def test_the_first_registrar_cannot_sign_twice(here: Town) -> None:
    party = begin(here)
    with pytest.raises(Refused, match="other registrar"):
        founding.offer_countersign(here.session, here.actor("Dana"), party.id, at=here.at)


def test_a_first_signature_that_waited_too_long_is_begun_anew(here: Town) -> None:
    party = begin(here)
    with pytest.raises(Refused, match="waited too long"):
        founding.offer_countersign(
            here.session, here.actor("Dora"), party.id, at=here.at + timedelta(days=15)
        )
    founding.forget(here.session, here.at + timedelta(days=15))
    assert here.session.exec(select(Founding)).first() is None


def test_everything_that_is_missing_is_said_at_once(here: Town) -> None:
    for name in ("Dana", "Dora"):
        here.make_key(name)
    with pytest.raises(Invalid) as no:
        founding.offer_founding(
            here.session, here.actor("Dana"), here.parties["district"].id, authority="", resolution="a\u202eb",
            contact="", at=here.at,
        )  # fmt: skip
    assert [issue.field for issue in no.value.issues] == ["authority", "resolution", "contact"]


def test_another_party_accepts_and_nobody_accepts_himself(here: Town) -> None:
    here.found("district")
    here.found("agency")
    assert not queries.is_accepted(here.session, here.parties["district"].id)
    with pytest.raises(Forbidden):
        founding.offer_acceptance(
            here.session, here.actor("Dana"), here.parties["district"].id, checked="myself", at=here.at
        )
    here.accept("district", "Arlo")
    assert queries.is_accepted(here.session, here.parties["district"].id)
    links = queries.party_links(here.session, here.parties["district"].id)
    assert [link.kind for link in links] == ["genesis", "acceptance"]


def test_a_signature_by_another_key_changes_nothing(here: Town) -> None:
    here.found("district")
    here.found("agency")
    sheet = founding.offer_acceptance(
        here.session, here.actor("Arlo"), here.parties["district"].id, checked="I rang.", at=here.at
    )
    for wrong in (here.keys["Anna"], SoftwareKey()):
        with pytest.raises(Refused), here.session.begin_nested():
            founding.accept_party(
                here.session, here.actor("Arlo"), here.parties["district"].id,
                credential=answered(sheet.options, wrong), at=here.at,
            )  # fmt: skip
    assert not queries.is_accepted(here.session, here.parties["district"].id)


def test_the_record_card_tells_state_fingerprint_and_links(here: Town) -> None:
    empty = queries.record_card(here.session, here.parties["district"])
    assert empty["state"] == "none" and empty["fingerprint"] == ""
    here.found("district")
    here.found("agency")
    here.accept("district", "Arlo")
    card = queries.record_card(here.session, here.parties["district"])
    assert card["state"] == "accepted" and len(card["fingerprint"].split()) == 12
    assert [link["seq"] for link in card["links"]] == [0, 1]
    last = last_of_chain(here.session, party_id=here.parties["district"].id)
    assert last and leaf_id(last) == party_state(here.session, here.parties["district"].id)


def test_who_holds_a_key_of_a_party_does_not_check_it_and_the_reverse(here: Town) -> None:
    here.found("district")
    here.found("agency")
    post(here.session, here.people["Arlo"], here.parties["district"], Office.CLERK, here.at)
    clerk = next(hold for hold in here.actor("Arlo").holds if hold.office is Office.CLERK).appointment_id
    here.accept("district", "Arlo")
    with pytest.raises(Refused, match="accepted this party"):
        keys.offer_key(here.session, here.actor("Arlo"), clerk, at=here.at)
    post(here.session, here.people["Anna"], here.parties["district"], Office.CLERK, here.at)
    seat = next(hold for hold in here.actor("Anna").holds if hold.office is Office.CLERK)
    here.posts["Anna"] = here.session.get_one(Appointment, seat.appointment_id)
    here.make_key("Anna")
    with pytest.raises(Refused, match="key of this party yourself"):
        founding.offer_acceptance(
            here.session, here.actor("Anna"), here.parties["district"].id, checked="I know me.", at=here.at
        )
