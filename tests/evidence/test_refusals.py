"""The table of refusals and the code say the same, and a test is held to the table."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import workflow.evidence
from tests.rig.refusals import Met, lines
from workflow.evidence.errors import Bad

FOLDER = Path(workflow.evidence.__file__).parent


def template(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(template(one) for one in node.values)
    return str(node.value) if isinstance(node, ast.Constant) else "*"


def said() -> Iterator[str]:
    """What the code refuses with, where it stands there in words."""
    for path in sorted(FOLDER.glob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Bad":
                code, words = map(template, call.args)
                if "*" not in (code, words):
                    yield f"{code}: {words}"


def test_the_table_holds_every_refusal_of_the_code() -> None:
    assert set(said()) <= set(lines())


def test_no_line_of_the_table_is_said_nowhere() -> None:
    words = {one.partition(": ")[2] for one in said()}
    source = "".join(path.read_text("utf-8") for path in FOLDER.glob("*.py"))
    idle = [
        line
        for line in lines()
        if line.partition(": ")[2] not in words
        and not all(part in source for part in re.split(r"\*| is ", line.partition(": ")[2]))
    ]
    assert idle == []
    assert len(lines()) == len(set(lines())) > 250


@pytest.mark.parametrize(
    ("refusal", "known"),
    [
        ("json.value: nested too deeply", True),
        ("json.value: Nested too deeply", False),
        ("json.other: nested too deeply", False),
        ("package.json: nested too deeply", True),
        ("package.json: nested too deeply.", False),
        ("signer.office: Ann Lee held the office only until 2026-05-12", True),
        ("package.members: parties: [0]: chain: [12]: at: there is no such time", True),
        ("package.members: parties: [0]: there was no such time", False),
        ("signer.office: None", False),
    ],
)
def test_a_refusal_is_known_by_its_code_and_all_its_words(refusal: str, known: bool) -> None:
    met = Met()
    met.see(refusal)
    assert met.strange == ([] if known else [refusal])


def test_a_refusal_tells_code_and_words() -> None:
    refusal = Bad("json.value", "nested too deeply")
    assert (str(refusal), refusal.code, refusal.words) == (
        "json.value: nested too deeply", "json.value", "nested too deeply"
    )  # fmt: skip
