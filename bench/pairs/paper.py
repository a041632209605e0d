"""What a sealed public copy costs: setting the type, the seal with its time token, and checking it again."""

import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TypeVar

import pikepdf

from bench.demo import played
from bench.measure import figure
from workflow.adapters.keystore import Keystore
from workflow.adapters.seal import check_seal, seal
from workflow.adapters.timestamp import LocalTimeAuthority
from workflow.adapters.typesetter import Document, typeset
from workflow.drafting.printed import printed

T = TypeVar("T")
ROUNDS = 7
AT = datetime(2026, 5, 12, 17, tzinfo=UTC)


@figure("render and seal")
def render_and_seal() -> Iterator[str]:
    package = (played() / "out" / "package.json").read_bytes()
    said = json.loads(package)
    document = Document(
        title=said["manifest"]["title"], sides=["A", "B"], clauses=[printed(one) for one in said["clauses"]],
        fingerprint="twelve words", address="https://countersign.example/mou/demo/1",
    )  # fmt: skip
    cold, page = _timed(lambda: typeset(document, package=package))
    pages = _pages(page)
    warm, _ = _typically(lambda: typeset(document, package=package))
    size, each = f"{pages} pages of {len(document.clauses)} clauses", warm / pages
    yield f"rendering {size}: {warm:.0f} ms, {each:.1f} ms a page (first time {cold:.0f} ms)"
    with tempfile.TemporaryDirectory() as folder:
        keys = Keystore(Path(folder))
        times = LocalTimeAuthority(keys.time)
        took, sealed = _typically(lambda: seal(page, keys.seal, times, at=AT, reason="bench"))
        yield f"sealing them (PAdES B-T, P-256, local time authority): {took:.0f} ms"
        took, report = _typically(lambda: check_seal(sealed, [keys.authority]))
        if not report.valid:
            raise RuntimeError(f"An honest seal does not hold: {report.reason}")
        yield f"checking the seal: {took:.0f} ms"


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    """How many milliseconds it took, and what it made."""
    began = time.perf_counter()
    made = work()
    return (time.perf_counter() - began) * 1000, made


def _typically(work: Callable[[], T]) -> tuple[float, T]:
    times, made = zip(*(_timed(work) for _ in range(ROUNDS)), strict=True)
    return statistics.median(times), made[-1]


def _pages(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages)
