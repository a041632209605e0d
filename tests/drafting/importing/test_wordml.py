"""Small things every reader needs."""

from xml.etree.ElementTree import fromstring

import pytest

from tests.drafting.importing.made import p, root, run
from workflow.drafting.importing.wordml import alternative, count, switched, value, words_in


@pytest.mark.parametrize(("text", "found"), [("7", 7), ("", 3), ("x", 3), ("123456", 3), ("²", 3), ("-1", 3)])
def test_a_number_is_small_or_is_none(text: str, found: int) -> None:
    assert count(text, 3) == found and count("9", 3, most=8) == 3


def test_a_switch_is_on_off_or_not_there() -> None:
    properties = fromstring(root("rPr", '<w:strike/><w:vanish w:val="0"/>'))
    assert [switched(properties, name) for name in ("strike", "vanish", "b")] == [True, False, None]
    assert switched(None, "b") is None and value(None) == ""


def test_the_words_below_are_those_of_one_alternative() -> None:
    both = f"<mc:AlternateContent><mc:Choice>{run('new')}</mc:Choice><mc:Fallback>{run('old')}</mc:Fallback></mc:AlternateContent>"
    assert words_in(fromstring(root("hdr", p(run("a"), both) + p(run("b"))))) == "anew b"
    assert alternative(fromstring(root("x", ""))).tag.endswith("Choice")
