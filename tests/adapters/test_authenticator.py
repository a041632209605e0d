"""A software authenticator answers as a device would."""

from pathlib import Path

from webauthn.helpers import parse_authentication_credential_json, parse_registration_credential_json

from workflow.adapters.authenticator import KeyRing, asserted, registered
from workflow.evidence.software_key import SoftwareKey

KEY, ORIGIN = SoftwareKey(), "http://localhost:1"


def test_its_answers_have_the_shape_that_browsers_send() -> None:
    made = registered(KEY, {"challenge": "AAAA", "rp": {"id": "localhost"}}, ORIGIN)
    said = asserted(KEY, {"challenge": "AAAA", "rpId": "localhost"}, ORIGIN, "ana")
    assert parse_registration_credential_json(made).raw_id == KEY.credential_id
    parsed = parse_authentication_credential_json(said)
    assert parsed.raw_id == KEY.credential_id and parsed.response.user_handle == b"ana"


def test_a_ring_keeps_keys_across_processes(tmp_path: Path) -> None:
    KeyRing(tmp_path).keep(KEY)
    name = asserted(KEY, {"challenge": "AAAA", "rpId": "localhost"}, ORIGIN)["id"]
    found = KeyRing(tmp_path).one_of(["nobody", name])
    assert found and found.id == KEY.id and KeyRing(tmp_path / "elsewhere").one_of([name]) is None
