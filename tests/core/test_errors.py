"""Errors that speak."""

from workflow.core.errors import Invalid, Issue, NotFound, SignInNeeded, TooMany


def test_invalid_says_everything_at_once() -> None:
    assert str(Invalid([Issue("a", "First."), Issue("b", "Second.")])) == "First. Second."
    assert Invalid.one("name", "Say your name.").issues == (Issue("invalid", "Say your name.", field="name"),)


def test_not_found_does_not_tell_what_is_hidden() -> None:
    assert str(NotFound("edition")) == "There is no such edition, or you may not see it."


def test_waiting_is_told_in_minutes() -> None:
    assert TooMany("Too often.", 890).remedy == "Try again in 15 minutes."
    assert TooMany("Too often.", 5).remedy == "Try again in 1 minute."


def test_a_stranger_is_asked_to_sign_in() -> None:
    assert SignInNeeded().reason == "Please sign in first."
