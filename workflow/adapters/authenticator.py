"""An authenticator in software: answers WebAuthn options as a device would, in the shape of PublicKeyCredential.toJSON().

For the demo and the tests, whose people have no devices. Its keys say `software` in every record they leave, and
`no_software_keys` or a policy refuses them.
"""

import json
from pathlib import Path
from typing import Any

from workflow.evidence.canonical import b64u, unb64u
from workflow.evidence.software_key import SoftwareKey


def registered(key: SoftwareKey, options: dict[str, Any], origin: str) -> dict[str, Any]:
    """The answer to navigator.credentials.create() with these options."""
    made = key.register(unb64u(options["challenge"]), rp_id=options["rp"]["id"], origin=origin)
    return _credential(key, attestationObject=made.attestation_object, clientDataJSON=made.client_data)


def asserted(key: SoftwareKey, options: dict[str, Any], origin: str, user: str = "") -> dict[str, Any]:
    """The answer to navigator.credentials.get() with these options; `user` is the handle of a discoverable passkey."""
    made = key.sign(unb64u(options["challenge"]), rp_id=options["rpId"], origin=origin)
    said = {
        "authenticatorData": made.authenticator_data,
        "clientDataJSON": made.client_data,
        "signature": made.signature,
    }
    return _credential(key, **said, **({"userHandle": user.encode()} if user else {}))


def _credential(key: SoftwareKey, **response: bytes) -> dict[str, Any]:
    name = b64u(key.credential_id)
    said = {member: b64u(value) for member, value in response.items()}
    return {
        "id": name, "rawId": name, "type": "public-key", "authenticatorAttachment": "platform",
        "clientExtensionResults": {}, "response": said,
    }  # fmt: skip


class KeyRing:
    """Software keys by credential id, in one file that only the demo's own user can read."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "software-keys.json"

    def _all(self) -> dict[str, str]:
        kept: dict[str, str] = json.loads(self.file.read_text()) if self.file.exists() else {}
        return kept

    def keep(self, *keys: SoftwareKey) -> None:
        """Add keys. Written whole under another name, then moved into place."""
        kept = self._all() | {b64u(key.credential_id): b64u(key.private_bytes()) for key in keys}
        beside = self.file.with_suffix(".part")
        beside.touch(mode=0o600)
        beside.write_text(json.dumps(kept))
        beside.replace(self.file)

    def one_of(self, names: list[str]) -> SoftwareKey | None:
        """The first of these credentials that is kept here."""
        kept = self._all()
        return next((SoftwareKey.load(unb64u(kept[name])) for name in names if name in kept), None)
