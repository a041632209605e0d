"""Making a passkey: what the browser is asked, and what is not believed."""

import json
from datetime import datetime
from typing import Any

import pytest
from sqlmodel import Session

from tests.parties.kit import begun, created, person
from workflow.core.errors import Refused
from workflow.evidence.canonical import b64u, unb64u
from workflow.evidence.software_key import SoftwareKey
from workflow.parties import registration
from workflow.parties.models import Person

pytestmark = pytest.mark.both_databases


@pytest.fixture
def carl(session: Session, now: datetime) -> Person:
    begun(session, now)
    return person(session, "Carl", now)


def offer(session: Session, carl: Person, now: datetime, purpose: str = "signing") -> dict[str, Any]:
    return registration.offer(
        session,
        carl,
        purpose,
        subject="a1",
        shown_as="SIGN as Chief",
        handle=b"h" * 32,
        known=[b"old"],
        at=now,
    )


def test_a_signing_key_is_kept_apart_from_sign_in(session: Session, carl: Person, now: datetime) -> None:
    options = offer(session, carl, now)
    assert options["user"]["name"] == "SIGN as Chief" and unb64u(options["user"]["id"]) == b"h" * 32
    chosen = options["authenticatorSelection"]
    assert (chosen["residentKey"], chosen["userVerification"]) == ("discouraged", "required")
    assert [one["alg"] for one in options["pubKeyCredParams"]] == [-7, -8, -257]
    assert options["attestation"] == "none" and options["excludeCredentials"][0]["id"] == b64u(b"old")
    assert offer(session, carl, now, "sign-in")["authenticatorSelection"]["residentKey"] == "required"


def test_the_record_of_a_key_is_what_the_key_says_of_itself(
    session: Session, carl: Person, now: datetime
) -> None:
    key = SoftwareKey()
    made = registration.accept(
        session, carl.id, "signing", created(offer(session, carl, now), key), subject="a1", at=now
    )
    assert made.record == key.record and made.credential_id == key.credential_id and not made.backed_up


def test_an_answer_for_signing_in_makes_no_signing_key(session: Session, carl: Person, now: datetime) -> None:
    credential = created(offer(session, carl, now, "sign-in"), SoftwareKey())
    with pytest.raises(Refused, match="meant for something else"):
        registration.accept(session, carl.id, "signing", credential, subject="a1", at=now)


@pytest.mark.parametrize("how", [{"origin": "http://evil.example"}, {"rp": "evil.example"}])
def test_a_key_made_elsewhere_is_refused(
    session: Session, carl: Person, now: datetime, how: dict[str, str]
) -> None:
    credential = created(offer(session, carl, now), SoftwareKey(), **how)
    with pytest.raises(Refused, match="cannot be used here"):
        registration.accept(session, carl.id, "signing", credential, subject="a1", at=now)


def test_a_cut_answer_is_refused(session: Session, carl: Person, now: datetime) -> None:
    said = json.loads(created(offer(session, carl, now), SoftwareKey()))
    said["response"]["attestationObject"] = said["response"]["attestationObject"][:40]
    with pytest.raises(Refused):
        registration.accept(session, carl.id, "signing", json.dumps(said), subject="a1", at=now)
