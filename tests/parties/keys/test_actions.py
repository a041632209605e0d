"""A signing key: made, claimed, vouched for; and everything that must not be possible on the way."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from tests.parties.kit import ORIGIN, Town, answered, created, town
from workflow.core.errors import Forbidden, Invalid, NotFound, Refused
from workflow.evidence.canonical import loads, unb64u
from workflow.evidence.software_key import SoftwareKey
from workflow.history.models import Event
from workflow.parties.founding.queries import party_links
from workflow.parties.keys import actions, endings, loss, queries
from workflow.parties.models import Challenge, SigningKey

pytestmark = pytest.mark.both_databases


@pytest.fixture
def here(session: Session, now: datetime) -> Town:
    made = town(session, now)
    made.found("agency")
    return made


@pytest.mark.parametrize("alg", ["ES256", "EdDSA", "RS256"])
def test_a_chief_makes_claims_and_is_vouched_for(here: Town, alg: str) -> None:
    row = here.make_key("Carl", alg)
    assert (row.state, row.algorithm, row.key_kind) == ("created", alg, "software")
    assert row.label == "SIGN as Chief of Police, Springfield Police Department"
    here.claim("Carl")
    row = here.vouch("Carl", "Arlo")
    assert row.state == "vouched" and row.vouched == here.at
    assert [link.kind for link in party_links(here.session, row.party_id)] == [
        "genesis", "enrolment-claim", "enrolment-vouch",
    ]  # fmt: skip
    said = loads(unb64u(party_links(here.session, row.party_id)[2].content["statement"]))
    assert said["claim"] == row.claim_leaf and said["subject"] == here.people["Carl"].id
    assert said["party_state"] == row.claim_leaf


def test_the_waiting_time_runs_from_the_vouch(here: Town) -> None:
    row = here.make_key("Carl")
    assert queries.ready_at(row, 72) is None
    here.claim("Carl")
    assert queries.ready_at(here.vouch("Carl", "Arlo"), 72) == here.at + timedelta(hours=72)


def test_nobody_vouches_for_himself_and_no_stranger_does(here: Town) -> None:
    here.make_key("Carl")
    here.claim("Carl")
    for name in ("Carl", "Abe", "Dana"):
        with pytest.raises(Forbidden):
            actions.offer_vouch(
                here.session, here.actor(name), here.rows["Carl"].id, kind="minute", date="2026-01-05", reference="x",
                at=here.at,
            )  # fmt: skip


def test_a_vouch_without_authority_says_what_is_missing(here: Town) -> None:
    here.make_key("Carl")
    here.claim("Carl")
    with pytest.raises(Invalid) as no:
        actions.offer_vouch(
            here.session, here.actor("Arlo"), here.rows["Carl"].id, kind="rumour", date="yesterday", reference="",
            at=here.at,
        )  # fmt: skip
    assert [issue.field for issue in no.value.issues] == ["kind", "date", "reference"]


def test_a_key_waits_for_the_partys_founding(session: Session, now: datetime) -> None:
    here = town(session, now)
    with pytest.raises(Refused, match="no public record"):
        actions.offer_key(session, here.actor("Sam"), here.posts["Sam"].id, at=now)


def test_a_second_key_has_a_name_of_its_own_and_there_is_no_third_unless_one_is_lost(here: Town) -> None:
    first = here.enrol("Carl", "Arlo")
    second = here.make_key("Carl")
    assert (first.label, second.label) == (
        "SIGN as Chief of Police, Springfield Police Department",
        "SIGN as Chief of Police, Springfield Police Department (key 2)",
    )
    with pytest.raises(Refused, match="two signing keys"):
        here.make_key("Carl")
    loss.report(here.session, here.actor("Carl"), first.id, at=here.at)
    assert here.make_key("Carl").label.endswith("(key 3)")


def test_nobody_makes_a_key_for_anothers_office(here: Town) -> None:
    with pytest.raises(NotFound):
        actions.offer_key(here.session, here.actor("Abe"), here.posts["Carl"].id, at=here.at)


def test_a_deployment_can_refuse_software_keys_at_enrolment_and_at_signing(here: Town) -> None:
    who, appointment = here.actor("Carl"), here.posts["Carl"].id
    options = actions.offer_key(here.session, who, appointment, at=here.at)
    with pytest.raises(Refused, match="software"), here.session.begin_nested():
        actions.make_key(
            here.session,
            who,
            appointment,
            credential=created(options, SoftwareKey()),
            at=here.at,
            no_software_keys=True,
        )
    row = here.make_key("Carl")
    sheet = actions.offer_claim(here.session, who, row.id, at=here.at)
    with pytest.raises(Refused, match="software"):
        actions.claim(
            here.session, who, row.id, credential=answered(sheet.options, here.keys["Carl"]), at=here.at,
            no_software_keys=True,
        )  # fmt: skip


def test_an_answer_counts_once(here: Town) -> None:
    row = here.make_key("Carl")
    who = here.actor("Carl")
    sheet = actions.offer_claim(here.session, who, row.id, at=here.at)
    credential = answered(sheet.options, here.keys["Carl"])
    actions.claim(here.session, who, row.id, credential=credential, at=here.at)
    row.state = "created"
    with pytest.raises(Refused, match="already used"):
        actions.claim(here.session, who, row.id, credential=credential, at=here.at)


def test_an_answer_for_one_act_means_nothing_for_another(here: Town) -> None:
    row = here.make_key("Carl")
    here.claim("Carl")
    vouch = actions.offer_vouch(
        here.session,
        here.actor("Arlo"),
        row.id,
        kind="minute",
        date="2026-01-05",
        reference="Item 3",
        at=here.at,
    )
    who = here.actor("Arlo")
    other = here.rows["Anna"]
    endings.offer_revocation(here.session, who, other.id, reason="lost", at=here.at)
    with pytest.raises(Refused, match="meant for something else"):
        endings.revoke(
            here.session, who, other.id, credential=answered(vouch.options, here.keys["Arlo"]), at=here.at
        )


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"origin": "http://localhost:9999"}, "does not hold"),
        ({"origin": "https://localhost:8000"}, "does not hold"),
        ({"rp": "example.org"}, "does not hold"),
    ],
)
def test_a_signature_made_elsewhere_is_refused(here: Town, how: dict[str, str], words: str) -> None:
    row = here.make_key("Carl")
    sheet = actions.offer_claim(here.session, here.actor("Carl"), row.id, at=here.at)
    with pytest.raises(Refused, match=words):
        actions.claim(
            here.session, here.actor("Carl"), row.id, credential=answered(sheet.options, here.keys["Carl"], **how),
            at=here.at,
        )  # fmt: skip


def test_an_answer_that_comes_too_late_is_refused(here: Town) -> None:
    row = here.make_key("Carl")
    sheet = actions.offer_claim(here.session, here.actor("Carl"), row.id, at=here.at)
    with pytest.raises(Refused, match="too late"):
        actions.claim(
            here.session, here.actor("Carl"), row.id, credential=answered(sheet.options, here.keys["Carl"]),
            at=here.at + timedelta(minutes=11),
        )  # fmt: skip


@pytest.mark.parametrize(
    "credential", ["", "[]", "{", '{"response": {}}', '{"response": {"clientDataJSON": "e30"}}', "[" * 9999]
)
def test_a_broken_answer_is_refused_in_words(here: Town, credential: str) -> None:
    row = here.make_key("Carl")
    actions.offer_claim(here.session, here.actor("Carl"), row.id, at=here.at)
    with pytest.raises(Refused):
        actions.claim(here.session, here.actor("Carl"), row.id, credential=credential, at=here.at)


def test_offering_records_nothing(here: Town) -> None:
    row = here.make_key("Carl")
    before = len(here.session.exec(select(Event)).all())
    for _ in range(3):
        actions.offer_claim(here.session, here.actor("Carl"), row.id, at=here.at)
    assert len(here.session.exec(select(Event)).all()) == before
    assert len(here.session.exec(select(Challenge)).all()) == 3


def test_one_passkey_is_enrolled_once(here: Town) -> None:
    here.make_key("Carl")
    options = actions.offer_key(here.session, here.actor("Anna"), here.posts["Anna"].id, at=here.at)
    with pytest.raises(Refused, match="already enrolled"):
        actions.make_key(
            here.session, here.actor("Anna"), here.posts["Anna"].id, credential=created(options, here.keys["Carl"]),
            at=here.at,
        )  # fmt: skip
    assert len(here.session.exec(select(SigningKey).where(SigningKey.office == "chief")).all()) == 1


def test_the_page_of_a_key_says_what_can_be_done_by_whom(here: Town) -> None:
    row = here.make_key("Carl")
    assert queries.key_page(here.session, here.actor("Carl"), row.id)["can_claim"]
    here.claim("Carl")
    assert queries.key_page(here.session, here.actor("Arlo"), row.id)["can_vouch"]
    assert not queries.key_page(here.session, here.actor("Carl"), row.id)["can_vouch"]
    card = queries.key_page(here.session, here.actor("Dana"), row.id)
    assert not card["can_vouch"] and not card["can_revoke"]
    assert "credential" not in str(card["key"]) and ORIGIN not in str(card)


def test_an_office_that_signs_nothing_needs_no_key(here: Town) -> None:
    with pytest.raises(Refused, match="signs nothing"):
        actions.offer_key(here.session, here.actor("Abe"), here.posts["Abe"].id, at=here.at)
