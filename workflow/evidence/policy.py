"""policy.json: what a verifier trusts, brought to it by another way than the package (docs/format.md, section 8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Policy:
    """A parsed policy; see docs/format.md for the members."""

    deployment: str
    log_keys: tuple[str, ...]
    relying_parties: tuple[dict[str, Any], ...]
    parties: tuple[str, ...]
    key_kinds: tuple[str, ...]


def build(
    *,
    deployment: str,
    log_keys: Sequence[str],
    relying_parties: Sequence[dict[str, Any]],
    parties: Sequence[str],
    key_kinds: Sequence[str] = ("device-bound", "software", "synced"),
    signing_scripts: Sequence[str] = (),
) -> bytes:
    """The bytes of policy.json. relying_parties: {from, origins, rp_id, until}, from and until times or ""."""
    raise NotImplementedError


def parse(data: bytes) -> Policy:
    """A usable policy. Raises Bad("policy...")."""
    raise NotImplementedError
