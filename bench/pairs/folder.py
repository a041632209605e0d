"""`countersign verify --csv` on a folder of 100 packages against the bare cost of the passkey signatures in them."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.demo import played
from bench.measure import Step, pair
from bench.signed import passkeys
from workflow.cli import reports

FILES = 100


@pair(
    "folder",
    ours=f"verifying {FILES} packages of a folder, with their rows as CSV",
    yardstick="the passkey signatures in them alone, each checked once by cryptography",
)
def folder() -> Iterator[tuple[Step, Step]]:
    package, policy = ((played() / "out" / name).read_bytes() for name in ("package.json", "policy.json"))
    signatures = passkeys(package)
    with tempfile.TemporaryDirectory() as made:
        for number in range(FILES):
            (Path(made) / f"{number:03}.json").write_bytes(package)

        def ours() -> None:
            found = list(reports.check_folder(Path(made), policy))
            if reports.exit_code(found) or len(reports.table(found, "en").splitlines()) != FILES + 1:
                raise RuntimeError(reports.summary(found, "en"))

        def yardstick() -> None:
            for _ in range(FILES):
                for check in signatures:
                    check()

        yield ours, yardstick
