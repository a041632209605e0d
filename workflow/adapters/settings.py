"""Every setting in one table: a field here is `COUNTERSIGN_<NAME>` in the environment, and a line in docs/settings.md.

A setting that is a secret is read from the file named by `COUNTERSIGN_<NAME>_FILE` when that is given, so that
compose files and process lists never show it. A passphrase is given in no other way, and is never printed.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from workflow.core.errors import Refused

MOST_SIGNING_DAYS = 365
"""A text that can be signed for more than a year is another year's."""


@dataclass(frozen=True)
class Settings:
    """How this deployment runs. The defaults are the embedded one: SQLite, no Redis, mail into a folder."""

    data: Path = Path("data")
    """Folder of the embedded default: database, keys, blobs, mailbox."""
    database_url: str = ""
    """PostgreSQL address (`postgresql+psycopg://...`); empty means SQLite inside `data`."""
    owner_database_url: str = ""
    """Address of the role that owns the tables, for `countersign migrate` alone; empty means `database_url`."""
    redis_url: str = ""
    """Redis address; empty means that the dispatcher does the work in-process."""
    public_url: str = ""
    """The address people use, e.g. https://mou.example.gov; empty means http://localhost:PORT."""
    secret: str = ""
    """Key of form tokens; made and kept in `data` when empty."""
    smtp_url: str = ""
    """smtp://user:password@host:port; empty puts mail into `data/mailbox`."""
    mail_from: str = "Countersign <countersign@localhost>"
    """Sender of every mail."""
    timezone: str = "America/Los_Angeles"
    """Zone of a new agreement until it says otherwise."""
    no_software_keys: bool = False
    """Refuse signing keys whose kind is `software` (the demo's people use such keys)."""
    attestation_roots: Path | None = None
    """A folder of root certificates (PEM) of makers of keys: new signing keys are asked for their maker's statement. Empty: not asked."""
    attested_keys: bool = False
    """Refuse new signing keys whose maker's statement does not lead to one of those roots (the demo cannot use it)."""
    demo: bool = False
    """The demo: its people can be signed in by name. Never set this on a real deployment."""
    metrics_token: str = ""
    """Bearer token for /metrics from elsewhere than loopback."""
    trusted_proxies: str = ""
    """Comma-separated addresses whose X-Forwarded-For is believed."""
    waiting_hours: int = 72
    """Hours a newly vouched signing key must wait before it may sign; 0 is refused outside the demo."""
    signing_days: int = 30
    """Days a frozen text can be signed, where whoever freezes it chooses no other; 1 to 365."""
    tick_seconds: float = 1.0
    """How often the dispatcher looks for due work when nobody wakes it."""
    lease_seconds: float = 60.0
    """After how long work that a worker took and did not finish is due again."""
    witnesses: str = ""
    """Who else signs the log's checkpoints: `VERIFIER-KEY ADDRESS`, one a line or between commas; empty means nobody."""
    witness_minutes: int = 60
    """After how many minutes that a witness is away, and receipts wait for it, `/readyz` says so."""
    keys: Path | None = None
    """Folder of the service's own keys; `data/keys` when unset."""
    keys_passphrase: str = field(default="", repr=False)
    """Seals the private keys in that folder; given in a file alone (`KEYS_PASSPHRASE_FILE`), 20 characters or more."""
    seal_file: Path | None = None
    """A PKCS#12 file with an ECDSA P-256 key and certificate for the PDF's seal; our own when unset."""
    seal_passphrase: str = field(default="", repr=False)
    """Opens that file; given in a file alone (`SEAL_PASSPHRASE_FILE`)."""
    seal_token: str = ""
    """Address (RFC 7512) of the seal's key on a token: `pkcs11:token=...;object=...?module-path=...`; needs `countersign[pkcs11]`."""
    seal_pin: str = field(default="", repr=False)
    """The token's PIN; given in a file alone (`SEAL_PIN_FILE`)."""
    published: Path | None = None
    """Folder that remembers what was published of the log, never part of a backup; `data/published` when unset."""
    time_authority_url: str = ""
    """Address of an RFC 3161 time authority outside the operator; empty means that times are the operator's word."""
    time_authority_certificate: Path | None = None
    """That authority's certificate (PEM), or its issuer's, for the policy that verifiers are given."""
    typst_fonts: Path | None = None
    """A folder of additional fonts for the sealed PDF."""

    @property
    def keys_folder(self) -> Path:
        return self.keys or self.data / "keys"

    @property
    def published_folder(self) -> Path:
        return self.published or self.data / "published"

    @property
    def database(self) -> str:
        """The SQLAlchemy address in force."""
        return self.database_url or f"sqlite:///{self.data / 'countersign.db'}"


def from_environment(environ: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """Settings from `COUNTERSIGN_...`, then from the command line. Raises ValueError naming the bad variable, Refused for its file
    and for what may not be set."""
    env = os.environ if environ is None else environ
    known = {f"COUNTERSIGN_{one.name.upper()}" for one in fields(Settings)}
    values: dict[str, Any] = {}
    for one in fields(Settings):
        name = f"COUNTERSIGN_{one.name.upper()}"
        if secret_file := env.get(f"{name}_FILE"):
            values[one.name] = _parse(f"{name}_FILE", str(one.type), _content(name, secret_file))
        elif name in env and not one.repr:
            raise ValueError(
                f"{name} would be seen in the environment: put it into a file and set {name}_FILE."
            )
        elif name in env:
            values[one.name] = _parse(name, str(one.type), env[name])
    for name in env:
        if name.startswith("COUNTERSIGN_TEST_"):
            continue  # where the tests find their PostgreSQL, Redis and Chromium; no business of the service
        if name.startswith("COUNTERSIGN_") and name.removesuffix("_FILE") not in known and name not in known:
            raise ValueError(f"There is no setting {name}. The settings are listed in docs/settings.md.")
    return _allowed(replace(Settings(**values), **{k: v for k, v in overrides.items() if v is not None}))


def _allowed(settings: Settings) -> Settings:
    """The same. Raises Refused for terms that no agreement may be frozen under."""
    if settings.waiting_hours < (0 if settings.demo else 1):
        raise Refused(
            f"COUNTERSIGN_WAITING_HOURS is {settings.waiting_hours}: a key that was vouched for a moment ago could sign, before anybody heard of it and could object.",
            "Set it to 1 or more (72 where nothing else was agreed). Only the demo, COUNTERSIGN_DEMO, may have 0.",
        )
    if not 1 <= settings.signing_days <= MOST_SIGNING_DAYS:
        raise Refused(
            f"COUNTERSIGN_SIGNING_DAYS is {settings.signing_days}, and is to be from 1 to {MOST_SIGNING_DAYS}."
        )
    return settings


def _content(name: str, file: str) -> str:
    """What the file of a setting says. Raises Refused, naming both, for one that is not there or holds no text."""
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except UnicodeDecodeError:
        why = "does not hold a text"
    except (OSError, ValueError) as error:
        why = f"cannot be read ({getattr(error, 'strerror', None) or error})"
    raise Refused(f"{name}_FILE names {file}, which {why}.", f"Put the value of {name} into it as text.")


def _parse(name: str, kind: str, text: str) -> Any:
    try:
        if "Path" in kind:
            if "\n" in text:
                raise Refused(
                    f"{name} names a file that should say where another one is, and says more.",
                    f"Set {name.removesuffix('_FILE')} to that file itself.",
                )
            return Path(text) if text or "None" not in kind else None
        if "bool" in kind:
            return {"1": True, "true": True, "yes": True, "": False, "0": False, "false": False, "no": False}[
                text.lower()
            ]
        if "int" in kind:
            return int(text)
        if "float" in kind:
            return float(text)
        return text
    except (KeyError, ValueError):
        raise ValueError(f"{name} is {text!r}, which is not a {kind}.") from None
