"""A device is tested in advance: it answers a statement that signs nothing, and nothing stays behind."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from tests.parties.kit import Town, answered, created, town
from workflow.core.errors import Refused, SignInNeeded
from workflow.core.people import NOBODY
from workflow.evidence import statement
from workflow.evidence.software_key import SoftwareKey
from workflow.history.models import Event
from workflow.parties.keys import actions as signing_keys
from workflow.parties.models import Challenge, Passkey
from workflow.parties.signercheck import actions
from workflow.parties.signercheck.queries import Found
from workflow.parties.signin import actions as signin

pytestmark = pytest.mark.both_databases


@pytest.fixture
def here(session: Session, now: datetime) -> Town:
    made = town(session, now)
    made.found("agency")
    made.keys["in"] = SoftwareKey()
    options = signin.offer_passkey(session, made.actor("Arlo"), at=now)
    signin.add_passkey(
        session, made.actor("Arlo"), credential=created(options, made.keys["in"]), label="phone", at=now
    )
    return made


def judge(here: Town, credential: str, name: str = "Arlo", minutes: int = 0) -> Found:
    at = here.at + timedelta(minutes=minutes)
    return actions.judge(here.session, here.actor(name), credential=credential, at=at)


def test_the_trial_asks_the_sign_in_passkey_alone_and_says_that_it_signs_nothing(here: Town) -> None:
    trial = actions.offer(here.session, here.actor("Arlo"), at=here.at)
    said = statement.read("step-up", trial.statement)
    assert said["purpose"] == "signer:check" and "signs no agreement" in said["intent"]
    assert len(trial.options["allowCredentials"]) == 1 and trial.options["userVerification"] == "required"
    assert judge(here, answered(trial.options, here.keys["in"])) == ("phone", False)


def test_a_passkey_whose_count_falls_back_passes(here: Town) -> None:
    here.session.exec(select(Passkey)).one().sign_count = 2
    trial = actions.offer(here.session, here.actor("Arlo"), at=here.at)
    assert judge(here, answered(trial.options, here.keys["in"])).label == "phone"


def test_nothing_stays_behind(here: Town) -> None:
    events = len(here.session.exec(select(Event)).all())
    trial = actions.offer(here.session, here.actor("Arlo"), at=here.at)
    judge(here, answered(trial.options, here.keys["in"]))
    assert len(here.session.exec(select(Event)).all()) == events
    assert here.session.exec(select(Challenge)).all() == []
    assert here.session.exec(select(Passkey)).one().used is None


def test_a_signing_key_is_neither_asked_nor_taken(here: Town) -> None:
    trial = actions.offer(here.session, here.actor("Arlo"), at=here.at)
    with pytest.raises(Refused, match="That is a signing key"):
        judge(here, answered(trial.options, here.keys["Arlo"]))


@pytest.mark.parametrize("minutes", [0, 11])
def test_an_answer_counts_once_for_its_person_and_for_ten_minutes(here: Town, minutes: int) -> None:
    trial = actions.offer(here.session, here.actor("Arlo"), at=here.at)
    credential = answered(trial.options, here.keys["in"])
    with pytest.raises(Refused, match="meant for something else"), here.session.begin_nested():
        judge(here, credential, "Anna")
    if minutes:
        with pytest.raises(Refused, match="too late"):
            judge(here, credential, minutes=minutes)
        return
    judge(here, credential)
    with pytest.raises(Refused, match="already used"):
        judge(here, credential)


def test_the_trial_is_worth_nothing_as_a_sign_in_or_a_signature(here: Town) -> None:
    trial = actions.offer(here.session, here.actor("Arlo"), at=here.at)
    with pytest.raises(Refused, match="meant for something else"):
        signin.sign_in(here.session, credential=answered(trial.options, here.keys["in"]), at=here.at)
    row = here.make_key("Carl")
    signing_keys.offer_claim(here.session, here.actor("Carl"), row.id, at=here.at)
    with pytest.raises(Refused, match="meant for something else"):
        signing_keys.claim(
            here.session, here.actor("Carl"), row.id, credential=answered(trial.options, here.keys["Carl"]), at=here.at
        )  # fmt: skip


def test_a_device_that_answers_elsewhere_or_a_strangers_passkey_is_refused(here: Town) -> None:
    for key, how, words in (
        (here.keys["in"], {"origin": "http://localhost:1"}, "could not be used"),
        (here.keys["in"], {"rp": "example.org"}, "could not be used"),
        (SoftwareKey(), {}, "not on your account"),
    ):
        trial = actions.offer(here.session, here.actor("Arlo"), at=here.at)
        with pytest.raises(Refused, match=words):
            judge(here, answered(trial.options, key, **how))


def test_without_a_passkey_or_an_account_there_is_nothing_to_test(here: Town) -> None:
    with pytest.raises(Refused, match="no passkey yet"):
        actions.offer(here.session, here.actor("Anna"), at=here.at)
    with pytest.raises(SignInNeeded):
        actions.offer(here.session, NOBODY, at=here.at)
