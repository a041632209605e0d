"""What a deployment that people rely on should have and has not: said to whoever runs it, and no reason to stop."""

from urllib.parse import urlsplit

from workflow.adapters.settings import Settings

NEAR = ("", "localhost", "127.0.0.1", "::1")
WITNESS = (
    "Nobody outside is asked to witness the log, so it is the operator’s word alone. A library, a newspaper or another district"
    " becomes a witness in ten minutes: docs/witness.md."
)
KEYS = (
    "The service’s own keys are not sealed: whoever copies their folder has them. Put a passphrase into a file, set"
    " COUNTERSIGN_KEYS_PASSPHRASE_FILE, and run countersign keys seal."
)


def in_production(settings: Settings) -> bool:
    """Whether people elsewhere use it: it has a database server, or an address that is not this machine's own."""
    address = urlsplit(settings.public_url).hostname or ""
    return not settings.demo and (bool(settings.database_url) or address not in NEAR)


def for_everybody(settings: Settings) -> dict[str, str]:
    """Notices that anybody may read, by what they are about."""
    if not in_production(settings) or settings.witnesses.strip():
        return {}
    return {"witness": WITNESS}


def for_operators(settings: Settings) -> dict[str, str]:
    """All of them: also what a thief would like to know."""
    found = for_everybody(settings)
    if in_production(settings) and not settings.keys_passphrase:
        found["keys"] = KEYS
    return found
