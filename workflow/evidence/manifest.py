"""The manifest: what everybody signs, in one public object, and its head (docs/format.md, section 3)."""

from typing import Any

from workflow.evidence.canonical import hash_of


def head(manifest: dict[str, Any]) -> str:
    """`b64u(H("sro-mou/manifest/v1\\0" || JCS(manifest)))`."""
    return hash_of("sro-mou/manifest/v1", manifest)


def validate(manifest: Any) -> dict[str, Any]:
    """The manifest, if its members are exactly those of the format. Raises Bad("manifest.members")."""
    raise NotImplementedError


def floor(manifest: dict[str, Any]) -> None:
    """The verifier's own minimum of required slots. Raises Bad("manifest.floor")."""
    raise NotImplementedError
