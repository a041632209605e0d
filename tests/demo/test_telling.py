import pytest

from workflow.demo.telling import Telling, complain


def test_every_line_stands_alone_with_its_address() -> None:
    said: list[str] = []
    telling = Telling("http://localhost:8000", say=said.append)
    telling.chapter("One")
    telling.step("Done.", "/inbox")
    with telling.waiting("A moment"):
        said.append("(work)")
    telling.chapter("Two")
    telling.end("Over.")
    assert said[:7] == [
        "",
        "1. One",
        "   Done.  http://localhost:8000/inbox",
        "   A moment ...",
        "(work)",
        "",
        "2. Two",
    ]
    assert said[-1].startswith("Over. (")


def test_complaints_go_where_errors_belong(capsys: pytest.CaptureFixture[str]) -> None:
    complain("It stopped.")
    Telling("http://localhost").step("It goes on.")
    told = capsys.readouterr()
    assert (told.out, told.err) == ("   It goes on.\n", "It stopped.\n")
