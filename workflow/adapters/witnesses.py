"""Witnesses: parties outside the operator who sign the log's checkpoints (C2SP tlog-witness). Here they are only asked.

The operator chooses whom to ask; a verifier believes those whom its own policy names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from workflow.adapters.settings import Settings
from workflow.evidence import cosignature, tlog
from workflow.evidence import witness as protocol
from workflow.evidence.cosignature import Cosignature
from workflow.evidence.errors import Bad

PATIENCE = httpx.Timeout(5)
MOST_BYTES = 64_000
SIZE = "text/x.tlog.size"


@dataclass(frozen=True)
class Witness:
    """One witness: its verifier key, and the address that `/add-checkpoint` is added to."""

    key: str
    address: str

    @property
    def name(self) -> str:
        return self.key.partition("+")[0]


class Behind(Exception):
    """The witness last signed another size than we thought: `size`."""

    def __init__(self, size: int) -> None:
        super().__init__(f"last signed {size} leaves")
        self.size = size


class WitnessRefused(Exception):
    """The witness looked and does not sign. Its words are for the operator, today."""


class WitnessAway(Exception):
    """The witness does not answer, or not in a way that can be understood."""


def configured(settings: Settings) -> tuple[Witness, ...]:
    """The witnesses of the setting, in its order. Raises ValueError for a line that names none."""
    found = []
    for line in settings.witnesses.replace(",", "\n").splitlines():
        if not line.strip():
            continue
        key, _, address = line.strip().partition(" ")
        try:
            tlog.parse_vkey(key, tlog.COSIGNATURE)
        except Bad:
            raise ValueError(
                f"COUNTERSIGN_WITNESSES: {key[:80]!r} is not the verifier key of a witness."
            ) from None
        if urlsplit(address.strip()).scheme not in ("http", "https"):
            raise ValueError(f"COUNTERSIGN_WITNESSES: {key.partition('+')[0]} has no address after its key.")
        found.append(Witness(key, address.strip().rstrip("/")))
    return tuple(found)


def keys(settings: Settings) -> tuple[str, ...]:
    """Their verifier keys, as a policy lists them."""
    return tuple(witness.key for witness in configured(settings))


def add_checkpoint(witness: Witness, old: int, proof: Sequence[bytes], note: str) -> Cosignature:
    """Ask for a cosignature of this checkpoint, and check it. Raises Behind, WitnessRefused, WitnessAway."""
    body = protocol.request(old, proof, note).encode()
    try:
        with httpx.stream(
            "POST", f"{witness.address}/add-checkpoint", content=body, timeout=PATIENCE
        ) as answer:
            text = _read(answer)
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeDecodeError) as away:
        raise WitnessAway(f"{witness.name}: {away or type(away).__name__}") from away
    if answer.status_code == 409 and answer.headers.get("content-type", "").startswith(SIZE):
        size = text.strip()
        if size.isascii() and size.isdigit() and len(size) <= 16:
            raise Behind(int(size))
    if answer.status_code != 200:
        raise WitnessRefused(f"{witness.name} answered {answer.status_code}: {text[:300].strip()}")
    return _find(witness, text, note)


def _read(answer: httpx.Response) -> str:
    """The body, as far as a witness has anything to say."""
    found = b""
    for piece in answer.iter_bytes():
        found += piece
        if len(found) > MOST_BYTES:
            raise httpx.DecodingError("the answer is too long")
    return found.decode()


def _find(witness: Witness, text: str, note: str) -> Cosignature:
    """The line by this witness's key; lines by others are passed over."""
    for line in text.split("\n"):
        try:
            found = cosignature.read_line(line, witness.key)
            cosignature.check(note, found)
        except Bad:
            continue
        return found
    raise WitnessRefused(f"{witness.name} answered without a cosignature that fits")
