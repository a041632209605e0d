"""Whose certificate the seal has when it is not by our own authority: each that was ever set, and from when to when.

Policies name them (docs/format.md, section 8), so what was sealed under one that was replaced stays the operator's. `seals.json` beside the
keys remembers; it holds no secret. Two processes that write at once write the same.
"""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509

from workflow.adapters import keyfiles
from workflow.adapters.keyfiles import PEM
from workflow.evidence.fields import write_moment
from workflow.evidence.policy import SealAuthority

SEALS = "seals.json"
GRACE = timedelta(days=1)
"""How long a certificate that was replaced still counts: not every process starts anew at once."""


def known(folder: Path) -> list[SealAuthority]:
    """Those that were set, oldest first. Read anew each time: another process may have noted one."""
    path = folder / SEALS
    if not path.exists():
        return []
    keyfiles.only_ours(path)
    return [
        SealAuthority(x509.load_pem_x509_certificate(one["certificate"].encode()), one["from"], one["until"])
        for one in json.loads(path.read_text())
    ]


def note(folder: Path, current: x509.Certificate | None, at: datetime) -> None:
    """This certificate seals now (None: one by our own authority), and whichever did before does not any more."""
    before = known(folder)
    others = [one for one in before if one.certificate != current]
    ended = [one if one.until else replace(one, until=write_moment(at + GRACE)) for one in others]
    # The first may have sealed long before anybody noted it.
    first = next(
        (one.first for one in before if one.certificate == current), write_moment(at) if before else ""
    )
    now = [*ended, *([SealAuthority(current, first)] if current else [])]
    if now != before:
        _write(folder, now)


def _write(folder: Path, all_of_them: list[SealAuthority]) -> None:
    said = [
        {"certificate": one.certificate.public_bytes(PEM).decode(), "from": one.first, "until": one.until}
        for one in all_of_them
    ]
    keyfiles.replace(folder / SEALS, json.dumps(said, indent=1).encode())
