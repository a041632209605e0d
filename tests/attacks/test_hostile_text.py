"""A text that is written to keep the reader busy: the time it takes grows with its length, not with the square of it.

Reading holds the interpreter, so one text that takes a minute stops the whole service for a minute.
"""

import time

import pytest

from tests.attacks.besieged import Siege
from workflow.core.errors import Invalid
from workflow.drafting.importing.door import import_file, import_text
from workflow.drafting.importing.refusals import MOST_LETTERS, MOST_LINES

RUNS = (
    " ",
    "\t",
    "<br ",
    "<br> ",
    " <br",
    "-",
    "Page ",
    "Page 1 of ",
    "| ",
    "_ ",
    "* ",
    "[",
    "(",
    "1. ",
    "\n ",
    "a\n",
    "\n\n",
)
LETTERS = 40_000


def seconds(text: str, markdown: bool) -> float:
    """The least processor time of a few readings."""
    found = []
    for _ in range(3):
        began = time.process_time()
        if markdown:
            import_file(text.encode(), "a.md")
        else:
            import_text(text)
        found.append(time.process_time() - began)
    return min(found)


def run(of: str, letters: int) -> str:
    return "1. A\n\nfoo" + of * (letters // len(of)) + "bar"


@pytest.mark.parametrize("markdown", [False, True])
@pytest.mark.parametrize("of", RUNS)
def test_twice_the_text_takes_about_twice_the_time(of: str, markdown: bool) -> None:
    once, twice = (seconds(run(of, letters), markdown) for letters in (LETTERS, 2 * LETTERS))
    assert twice < max(3 * once, 0.05), (of, once, twice)


@pytest.mark.parametrize("of", ["\t", "<br>\t"])
def test_the_measure_of_a_text_is_taken_of_what_is_read(of: str) -> None:
    """A tab is one letter as it is sent and four as it is read."""
    text = "1. A\n\n" + of * (MOST_LETTERS // (2 * len(of)))
    with pytest.raises(Invalid) as no:
        import_text(text)
    assert no.value.issues[0].code in ("import.long", "import.lines")


@pytest.mark.parametrize("end", ["\n", "<br>"])
def test_a_text_of_very_many_lines_is_not_read(end: str) -> None:
    with pytest.raises(Invalid) as no:
        import_text("a" + f"{end}a" * MOST_LINES)
    assert no.value.issues[0].code == "import.lines"


@pytest.mark.parametrize("part", ["guest", "principal", "observer", "body_member", "director"])
def test_no_text_is_read_for_who_may_not_write_it(siege: Siege, part: str) -> None:
    """What is wrong with the text is not said, because nobody looked: this is not for them, whatever it says."""
    visitor, text = siege[part], "Words\u202e that no reader takes."
    theirs = [siege.parties["outsider"], siege.parties["outside_officer"]]
    answer = visitor.http.post("/api/v1/mous", json={"title": "x", "parties": theirs, "text": text})
    assert answer.status_code == 403, answer.text
    answer = visitor.http.post(f"/api/v1/editions/{siege.foreign}/import/preview", json={"text": text})
    assert answer.status_code == 404, answer.text
