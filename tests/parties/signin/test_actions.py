"""Signing in by passkey, with software keys that answer as authenticators do."""

import json
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from tests.parties.kit import Town, answered, created, town
from workflow.core.errors import NotFound, Refused, SignInNeeded
from workflow.core.people import NOBODY
from workflow.evidence.canonical import loads
from workflow.evidence.software_key import SoftwareKey
from workflow.parties import queries, sessions
from workflow.parties.models import Challenge, Passkey
from workflow.parties.signin import actions
from workflow.parties.signin.queries import passkeys_of

pytestmark = pytest.mark.both_databases


@pytest.fixture
def here(session: Session, now: datetime) -> Town:
    return town(session, now)


def add(here: Town, key: SoftwareKey, name: str = "Carl", label: str = "laptop") -> Passkey:
    options = actions.offer_passkey(here.session, here.actor(name), at=here.at)
    return actions.add_passkey(
        here.session, here.actor(name), credential=created(options, key), label=label, at=here.at
    )


@pytest.mark.parametrize("alg", ["ES256", "EdDSA", "RS256"])
def test_a_passkey_is_added_and_signs_in(here: Town, alg: str) -> None:
    key = SoftwareKey(alg)
    row = add(here, key)
    options = actions.offer_sign_in(here.session, at=here.at)
    assert options["userVerification"] == "required" and options["allowCredentials"] == []
    entered = actions.sign_in(here.session, credential=answered(options, key), at=here.at)
    actor = queries.actor_for(here.session, sessions.token_hash(entered.token), here.at)
    assert actor.name == "Carl" and actor.by_passkey and row.used == here.at


def test_a_passkey_whose_count_falls_back_signs_in_and_the_count_is_recorded(here: Town) -> None:
    key = SoftwareKey()
    row = add(here, key)
    row.sign_count = 2
    actions.sign_in(
        here.session, credential=answered(actions.offer_sign_in(here.session, at=here.at), key), at=here.at
    )
    assert row.sign_count == 0 and row.used == here.at


def test_the_challenge_is_the_hash_of_a_statement_that_says_what_it_is(here: Town) -> None:
    actions.offer_sign_in(here.session, at=here.at)
    said = loads(here.session.exec(select(Challenge)).one().statement)
    assert said["intent"] == "Sign in to Countersign. This signs no agreement."
    actions.offer_passkey(here.session, here.actor("Carl"), at=here.at)
    purposes = {row.purpose for row in here.session.exec(select(Challenge))}
    assert purposes == {"sign-in", "register:sign-in:"}


def test_options_ask_for_a_discoverable_key_with_verification_and_exclude_what_is_there(here: Town) -> None:
    row = add(here, SoftwareKey())
    options = actions.offer_passkey(here.session, here.actor("Carl"), at=here.at)
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert len(options["excludeCredentials"]) == 1 and row.label == "laptop"


def test_an_answer_signs_in_once(here: Town) -> None:
    key = SoftwareKey()
    add(here, key)
    credential = answered(actions.offer_sign_in(here.session, at=here.at), key)
    actions.sign_in(here.session, credential=credential, at=here.at)
    with pytest.raises(Refused, match="already used"):
        actions.sign_in(here.session, credential=credential, at=here.at)


def test_a_late_answer_is_refused(here: Town) -> None:
    key = SoftwareKey()
    add(here, key)
    credential = answered(actions.offer_sign_in(here.session, at=here.at), key)
    with pytest.raises(Refused, match="too late"):
        actions.sign_in(here.session, credential=credential, at=here.at + timedelta(minutes=10))


def test_a_signing_key_does_not_sign_in(here: Town) -> None:
    here.make_key("Dana")
    credential = answered(actions.offer_sign_in(here.session, at=here.at), here.keys["Dana"])
    with pytest.raises(Refused, match="signing key"):
        actions.sign_in(here.session, credential=credential, at=here.at)


def test_a_key_nobody_knows_and_a_removed_one_do_not_sign_in(here: Town) -> None:
    key = SoftwareKey()
    with pytest.raises(Refused, match="do not know"):
        actions.sign_in(
            here.session,
            credential=answered(actions.offer_sign_in(here.session, at=here.at), key),
            at=here.at,
        )
    row = add(here, key)
    actions.remove_passkey(here.session, here.actor("Carl"), row.id, at=here.at)
    with pytest.raises(Refused, match="do not know"):
        actions.sign_in(
            here.session,
            credential=answered(actions.offer_sign_in(here.session, at=here.at), key),
            at=here.at,
        )
    assert passkeys_of(here.session, here.people["Carl"].id) == []


def test_another_site_or_another_key_is_refused(here: Town) -> None:
    key, other = SoftwareKey(), SoftwareKey()
    add(here, key)
    for how in ({"origin": "http://evil.example"}, {"rp": "evil.example"}):
        options = actions.offer_sign_in(here.session, at=here.at)
        with pytest.raises(Refused, match="could not be checked"):
            actions.sign_in(here.session, credential=answered(options, key, **how), at=here.at)
    options = actions.offer_sign_in(here.session, at=here.at)
    forged = json.loads(answered(options, other))
    forged["id"] = forged["rawId"] = json.loads(answered(options, key))["id"]
    with pytest.raises(Refused, match="could not be checked"):
        actions.sign_in(here.session, credential=json.dumps(forged), at=here.at)


def test_one_passkey_is_on_one_account(here: Town) -> None:
    key = SoftwareKey()
    add(here, key)
    with pytest.raises(Refused, match="already on"):
        add(here, key, "Arlo")


def test_nobody_removes_anothers_passkey(here: Town) -> None:
    row = add(here, SoftwareKey())
    with pytest.raises(NotFound):
        actions.remove_passkey(here.session, here.actor("Arlo"), row.id, at=here.at)
    with pytest.raises(SignInNeeded):
        actions.offer_passkey(here.session, NOBODY, at=here.at)


def test_an_offer_made_to_one_person_is_not_anothers_to_answer(here: Town) -> None:
    options = actions.offer_passkey(here.session, here.actor("Carl"), at=here.at)
    with pytest.raises(Refused, match="meant for something else"):
        actions.add_passkey(
            here.session, here.actor("Arlo"), credential=created(options, SoftwareKey()), at=here.at
        )
