from workflow.core.errors import CountersignError
from workflow.evidence.errors import Bad


def test_what_does_not_hold_says_so_with_a_stable_code():
    bad = Bad("text.root", "this is not the text that was signed")
    assert (bad.code, bad.words) == ("text.root", "this is not the text that was signed")
    assert str(bad) == "text.root: this is not the text that was signed"
    assert isinstance(bad, CountersignError)
