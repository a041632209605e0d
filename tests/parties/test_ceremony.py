"""Signing a statement, as every room does it: offer, accept, envelope."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from tests.parties.kit import Town, answered, created, town
from workflow.core.errors import Refused
from workflow.evidence import statement
from workflow.evidence.canonical import b64u, dumps, sha256, unb64u
from workflow.evidence.envelope import challenge
from workflow.evidence.software_key import SoftwareKey
from workflow.evidence.statement import MEDIA
from workflow.parties import ceremony
from workflow.parties.signin import actions as signin

pytestmark = pytest.mark.both_databases


@pytest.fixture
def here(session: Session, now: datetime) -> Town:
    made = town(session, now)
    made.found("agency")
    made.enrol("Carl", "Arlo")
    return made


def approval(here: Town, **more: Any) -> bytes:
    members = ceremony.common(
        here.session, party=here.parties["agency"], person=here.people["Carl"], appointment=here.posts["Carl"],
        key=here.rows["Carl"], at=here.at, **more,
    )  # fmt: skip
    hashes = b64u(bytes(32))
    return statement.approval(members, mou="m1", edition=1, head=hashes, slot="chief", enrolment=hashes)


def offer(here: Town, said: bytes) -> dict[str, Any]:
    return ceremony.offer(
        here.session, here.actor("Carl"), "approval:s1:chief", MEDIA["approval"], said, [here.rows["Carl"]], here.at,
        detail={"slot": "chief"},
    )  # fmt: skip


def accept(here: Town, credential: str, **more: Any) -> ceremony.Signed:
    return ceremony.accept(
        here.session, here.actor("Carl"), "approval:s1:chief", credential, more.pop("at", here.at), **more
    )


def test_the_key_signs_the_hash_of_the_very_statement(here: Town) -> None:
    said = approval(here)
    options = offer(here, said)
    assert unb64u(options["challenge"]) == challenge(MEDIA["approval"], said)
    assert options["userVerification"] == "required" and options["rpId"] == "localhost"
    assert [one["id"] for one in options["allowCredentials"]] == [b64u(here.keys["Carl"].credential_id)]
    signed = accept(here, answered(options, here.keys["Carl"]))
    assert (
        signed.statement == said
        and signed.key.id == here.rows["Carl"].id
        and signed.detail == {"slot": "chief"}
    )
    assert signed.envelope["type"] == MEDIA["approval"] and unb64u(signed.envelope["statement"]) == said
    assert ceremony.key_record(signed.key) == here.keys["Carl"].record


def test_another_text_is_not_signed(here: Town) -> None:
    options = offer(here, approval(here))
    other = options | {"challenge": b64u(challenge(MEDIA["decline"], approval(here)))}
    with pytest.raises(Refused, match="meant for something else"):
        accept(here, answered(other, here.keys["Carl"]))


def test_a_sign_in_passkey_cannot_sign(here: Town) -> None:
    key = SoftwareKey()
    made = signin.offer_passkey(here.session, here.actor("Carl"), at=here.at)
    signin.add_passkey(here.session, here.actor("Carl"), credential=created(made, key), at=here.at)
    with pytest.raises(Refused, match="signs you in"):
        accept(here, answered(offer(here, approval(here)), key))


def test_anothers_key_cannot_sign(here: Town) -> None:
    with pytest.raises(Refused, match="not the one"):
        accept(here, answered(offer(here, approval(here)), here.keys["Arlo"]))
    with pytest.raises(Refused, match="do not know"):
        accept(here, answered(offer(here, approval(here)), SoftwareKey()))


def test_a_revoked_key_cannot_sign_what_was_offered_before(here: Town) -> None:
    options = offer(here, approval(here))
    here.rows["Carl"].state = "revoked"
    with pytest.raises(Refused, match="revoked"):
        accept(here, answered(options, here.keys["Carl"]))


def test_an_expired_statement_is_not_taken(here: Town) -> None:
    options = offer(here, approval(here, lasts=timedelta(minutes=5)))
    with pytest.raises(Refused, match="expired"):
        accept(here, answered(options, here.keys["Carl"]), at=here.at + timedelta(minutes=6))


def test_a_signature_of_which_one_bit_differs_is_refused(here: Town) -> None:
    said = json.loads(answered(offer(here, approval(here)), here.keys["Carl"]))
    raw = bytearray(unb64u(said["response"]["signature"]))
    raw[-1] ^= 1
    said["response"]["signature"] = b64u(bytes(raw))
    with pytest.raises(Refused, match="does not hold"):
        accept(here, json.dumps(said))


def test_without_user_verification_it_does_not_count(here: Town) -> None:
    key = here.keys["Carl"]
    said = json.loads(answered(offer(here, approval(here)), key))
    data = bytearray(unb64u(said["response"]["authenticatorData"]))
    data[32] &= ~0x04
    message = bytes(data) + sha256(unb64u(said["response"]["clientDataJSON"]))
    said["response"] |= {"authenticatorData": b64u(bytes(data)), "signature": b64u(key.sign_bytes(message))}
    with pytest.raises(Refused, match="does not hold"):
        accept(here, json.dumps(said))


def test_nobody_signs_without_a_key_or_for_a_party_without_a_record(here: Town) -> None:
    with pytest.raises(Refused, match="no signing key"):
        ceremony.offer(here.session, here.actor("Carl"), "x", MEDIA["approval"], dumps({}), [], here.at)
    with pytest.raises(Refused, match="no public record"):
        ceremony.common(
            here.session, party=here.parties["district"], person=here.people["Sam"], appointment=here.posts["Sam"],
            key=here.rows["Carl"], at=here.at,
        )  # fmt: skip
