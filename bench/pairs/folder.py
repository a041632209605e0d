"""`countersign verify --csv` on a folder of 100 packages against the bare cost of the passkey signatures in them."""

import json
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from bench.demo import played
from bench.measure import Step, pair
from workflow.cli import reports
from workflow.evidence.canonical import unb64u
from workflow.evidence.cose import verify_signature

FILES = 100


@pair(
    "folder",
    ours=f"verifying {FILES} packages of a folder, with their rows as CSV",
    yardstick="the passkey signatures in them alone, each checked once by cryptography",
)
def folder() -> Iterator[tuple[Step, Step]]:
    package, policy = ((played() / "out" / name).read_bytes() for name in ("package.json", "policy.json"))
    signatures = list(_signatures(json.loads(package)))
    with tempfile.TemporaryDirectory() as made:
        for number in range(FILES):
            (Path(made) / f"{number:03}.json").write_bytes(package)

        def ours() -> None:
            found = list(reports.check_folder(Path(made), policy))
            if reports.exit_code(found) or len(reports.table(found, "en").splitlines()) != FILES + 1:
                raise RuntimeError(reports.summary(found, "en"))

        def yardstick() -> None:
            for _ in range(FILES):
                for alg, key, signature, message in signatures:
                    verify_signature(alg, key, signature, message)

        yield ours, yardstick


def _signatures(package: dict[str, Any]) -> Iterator[tuple[str, bytes, bytes, bytes]]:
    """(algorithm, key, signature, what it is over) of every assertion in the package."""
    chains = [package["edition_chain"], *(party["chain"] for party in package["parties"])]
    spoken = [entry["envelope"] for chain in chains for entry in chain if "envelope" in entry]
    keys = {key["id"]: key for one in spoken for key in _keys(json.loads(unb64u(one["statement"])))}
    for one in spoken:
        for assertion in one["signatures"]:
            key = keys[assertion["key"]]
            message = (
                unb64u(assertion["authenticator_data"]) + sha256(unb64u(assertion["client_data"])).digest()
            )
            yield key["alg"], unb64u(key["spki"]), unb64u(assertion["signature"]), message


def _keys(statement: dict[str, Any]) -> list[dict[str, Any]]:
    """The key records in a statement: a genesis has two, a claim one."""
    registrars = [one["key"] for one in statement.get("registrars", [])]
    return registrars + ([statement["new_key"]] if "new_key" in statement else [])
