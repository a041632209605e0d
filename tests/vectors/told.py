"""What the verifier tells of each vector, whole and in words: `python -m tests.vectors.told` writes told.txt anew, for the eye.

Of good vectors every step is told, with the policy and without one; of the others the first sentence and what is missing.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.vectors.make import FOLDER, RECEIPTS
from workflow.evidence.verdict import Verdict
from workflow.evidence.verify import verify

TOLD = Path(__file__).with_name("told.txt")


def _told(verdict: Verdict) -> Iterator[str]:
    yield f"{verdict.verdict} by the {verdict.anchor}, exit {verdict.exit_code}, edition {verdict.edition}, head {verdict.head}"
    yield from (verdict.sentence(language) for language in ("en", "es"))
    if verdict.exit_code == 0 or verdict.consistent:
        yield from (json.dumps(one.as_dict(), ensure_ascii=False) for one in verdict.signatories)
        for one in verdict.checks:
            yield f"{one.id}: {one.detail}"
            yield from (f"warning of {one.id}: {warned.words}" for warned in one.warned)
    else:
        yield from (f"missing: {one}" for one in verdict.missing)


def _listed(folder: Path, among: str) -> list[dict[str, Any]]:
    """What an index lists, its files as they are called in `FOLDER`."""
    listed = json.loads((folder / "index.json").read_bytes())["vectors"]
    places = [{name: one[name] and among + one[name] for name in ("package", "policy")} for one in listed]
    return [one | {"name": among + one["name"]} | place for one, place in zip(listed, places, strict=True)]


VECTORS = [*_listed(FOLDER, ""), *_listed(RECEIPTS, "receipts/")]


def told(vector: dict[str, Any]) -> str:
    """What is told of one vector."""
    package = (FOLDER / vector["package"]).read_bytes()
    verdicts = [verify(package, (FOLDER / vector["policy"]).read_bytes())] if vector["policy"] else []
    if vector["verdict"] == "verified" or not verdicts:
        verdicts.append(verify(package))
    return "".join(f"  {line}\n" for verdict in verdicts for line in _told(verdict))


def kept() -> dict[str, str]:
    """What told.txt says of each vector, by its name."""
    parts = TOLD.read_text("utf-8").split("\n\n")
    return {name: words + "\n" for name, _, words in (part.rstrip("\n").partition("\n") for part in parts)}


def main() -> None:
    TOLD.write_text("\n".join(f"{one['name']}\n{told(one)}" for one in VECTORS), encoding="utf-8")


if __name__ == "__main__":
    main()
