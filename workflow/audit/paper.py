"""Signatures on paper: the scan that is kept is the one that both attested, and the second attestation names the first."""

from collections.abc import Iterator
from hashlib import sha256

from sqlmodel import Session, col, select

from workflow.audit.findings import Finding
from workflow.audit.stored import members
from workflow.evidence.canonical import b64u
from workflow.evidence.envelope import envelope_hash
from workflow.evidence.errors import Bad
from workflow.signing.paper.models import Attestation, Scan, ScanFile


def findings(session: Session) -> Iterator[Finding]:
    """Every scan against its own bytes, and every pair of attestations against its scan."""
    files = {row.scan_id: b64u(sha256(row.content).digest()) for row in session.exec(select(ScanFile))}
    said: dict[str, list[Attestation]] = {}
    for row in session.exec(select(Attestation).order_by(col(Attestation.number))):
        said.setdefault(row.scan_id, []).append(row)
    for scan in session.exec(select(Scan).order_by(Scan.id)):
        if files.get(scan.id) != scan.digest:
            yield Finding("signed.scan", f"the scan {scan.id} is not the file that was handed in")
        if not _fits(scan, said.get(scan.id, [])):
            yield Finding("signed.scan", f"what was attested of the scan {scan.id} is not what is kept of it")


def _fits(scan: Scan, rows: list[Attestation]) -> bool:
    """Each speaks of this scan, the second beside the first; what fills a slot has both."""
    try:
        beside = ["", *(envelope_hash(row.envelope) for row in rows)]
    except Bad:
        return False
    said = [members(row.envelope) for row in rows]
    whole = len(rows) == 2 if scan.state == "filled" else len(rows) < 2
    return whole and all(
        one.get("beside") == before and one.get("sheet", {}).get("scan") == scan.digest
        for one, before in zip(said, beside, strict=False)
    )
