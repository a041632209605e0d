import pytest

from tests.demo.conftest import Performance
from workflow.demo import drafting
from workflow.demo.visitor import Unexpected


def test_the_source_is_told_where_the_text_has_one(performance: Performance) -> None:
    text = "source: https://example.org/x\ntitle: An agreement\n-----8<-----\nText"
    assert drafting.source_of("a.txt", text) == (
        "The text is abridged from a real one: An agreement. Source: https://example.org/x"
    )
    assert drafting.source_of("a.docx", "") == "The text is a.docx."
    assert (
        "Source: https://" in performance.told
        and "Nothing in the text is blank any more." in performance.told
    )


def test_names_are_read_out_of_plain_text_alone() -> None:
    assert drafting.readable("A.DOCX", b"PK") == "" and drafting.readable("a.txt", b"\xff") == "\ufffd"


def test_waiting_ends_with_the_answer_or_with_words(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["", "", "there"])
    assert drafting.until(lambda: next(answers), "nothing came") == "there"
    monkeypatch.setattr(drafting, "PATIENCE", 0)
    with pytest.raises(Unexpected, match="nothing came"):
        drafting.until(lambda: "", "nothing came")
