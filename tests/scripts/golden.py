"""The words that a reader of the savable page gets, kept so that none changes unnoticed: golden.json. `python -m tests.scripts.golden` writes it anew.

`said` are the findings of all steps of all cases (hashes and their words as …, for keys are fresh each time), `pages` what the page shows.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from workflow.evidence.fingerprint import WORDS

FILE = Path(__file__).with_name("golden.json")
MARK = " ✗: "
HASH = re.compile(rf"[A-Za-z0-9_-]{{43}}|(?:\b(?:{'|'.join(WORDS)})\b ?){{12}}")
"""A hash, or its twelve words."""


@cache
def words() -> dict[str, Any]:
    """As they are kept."""
    found: dict[str, Any] = json.loads(FILE.read_bytes())
    return found


def codes(answers: list[Any]) -> list[Any]:
    """Of several."""
    return [code(one) for one in answers]


@cache
def known() -> set[str]:
    """What verifiers say, without hashes."""
    return set(words()["said"])


def findings(answer: dict[str, Any]) -> list[str]:
    """What the steps of an answer found, each with its code."""
    checks = answer["checks"]
    told = [(one, "; ".join(filter(None, (one["detail"], one.get("warning"))))) for one in checks]
    return [f"{one['id']}{'' if one['ok'] else ' ✗'}: {HASH.sub('…', words)}" for one, words in told]


def strange(answer: dict[str, Any]) -> list[str]:
    """Findings in other words than are kept; and a list of what is missing that is not that of the steps."""
    missing = [one["detail"] for one in answer["checks"] if not one["ok"]]
    return [one for one in findings(answer) if one not in known()] + [one for one in answer["missing"] if one not in missing]  # fmt: skip


def code(answer: Any) -> Any:
    """Of a refusal in words that are kept its code; any other answer as it is."""
    said = HASH.sub("…", answer) if isinstance(answer, str) else ""
    return said.partition(MARK)[0] if MARK in said and said in known() else answer


def main() -> None:
    """Ask the script as it is, and write down what it says."""
    from tests.rig.chromium import launched
    from tests.scripts import cases, trial

    made = list(cases.of("verify"))
    script = trial.verifier()
    with launched() as browser, trial.ground(browser) as ground:
        ground.bring(script.name, script.whole(script.text))
        ground.add([case.asked for case in made])
        told = [(case, json.loads(one["answer"])) for case, one in zip(made, ground.learn(), strict=True)]
    said = {one for case, answer in told if case.asked["kind"] == "package" for one in findings(answer)}
    answers = (one for case, answer in told if isinstance(answer, list) for one in answer)
    said |= {HASH.sub("…", one) for one in answers if isinstance(one, str) and MARK in one}
    shown = {case.title: answer for case, answer in told if case.asked["kind"] == "people"}
    text = json.dumps({"said": sorted(said), "pages": shown}, indent=1, ensure_ascii=False)
    FILE.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
