import pytest

from tests.demo.conftest import Performance
from workflow.demo import troupe
from workflow.demo.cast import CAST
from workflow.demo.visitor import Unexpected


def test_everybody_came_by_letter_and_both_sides_were_founded(performance: Performance) -> None:
    assert (
        f"{len(CAST)} people were invited by letter, accepted, and each added a passkey." in performance.told
    )
    assert performance.told.count("signed its founding statement") == 2
    assert performance.told.count("claimed a signing key") == 2


class Nobody:
    """Whom no letter reaches."""

    email = "nobody@example.org"

    def get(self, path: str, **query: str) -> dict[str, list[object]]:
        return {"letters": []}


def test_a_letter_that_does_not_come_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(troupe, "PATIENCE", 0)
    with pytest.raises(Unexpected, match=r"No letter about 'Invitation' reached nobody@example\.org"):
        troupe.letter_link(Nobody(), "Invitation")
