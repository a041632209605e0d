from tests.demo.conftest import Performance
from workflow.demo.review import _quote


def test_the_review_is_told_with_its_comments_and_its_revision(performance: Performance) -> None:
    for words in (
        "asks about a passage",
        "requests changes",
        "makes a new revision in answer",
        "Every comment has its answer",
    ):
        assert words in performance.told


def test_a_quotation_is_a_few_words_that_stand_in_the_text() -> None:
    text = "2. Duties\n\nThe officer visits each campus daily and speaks with the principal there."
    assert _quote(text) in text and len(_quote(text).split()) == 5
