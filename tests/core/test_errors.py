"""Errors that speak."""

from workflow.core.errors import Conflict, Gone, Invalid, Issue, NotFound, Refused, SignInNeeded, TooMany


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


def test_what_was_withdrawn_shows_its_tombstone() -> None:
    gone = Gone("Withdrawn on 3 May by both parties.")
    assert gone.tombstone == str(gone) == "Withdrawn on 3 May by both parties."


def test_a_conflict_loses_nothing_that_was_typed() -> None:
    lost = Conflict("Somebody was faster.", mine="my text", theirs="their text")
    assert (str(lost), lost.reason, lost.mine, lost.theirs) == (
        "Somebody was faster.", "Somebody was faster.", "my text", "their text",
    )  # fmt: skip


def test_what_an_error_says_it_also_keeps() -> None:
    no = Refused("The text is frozen.", "Reopen it first.")
    assert (str(no), no.reason, no.remedy) == (
        "The text is frozen.",
        "The text is frozen.",
        "Reopen it first.",
    )
    assert Refused("The text is frozen.").remedy == SignInNeeded().remedy == ""
    asked = SignInNeeded("Sign in to sign.", "Use your passkey.")
    assert (str(asked), asked.remedy) == ("Sign in to sign.", "Use your passkey.")
    often = TooMany("Too often.", 119)
    assert (str(often), often.remedy, often.retry_after) == ("Too often.", "Try again in 2 minutes.", 119)
    assert TooMany("Too often.", 1830).remedy == "Try again in 30 minutes."
    assert (NotFound().what, str(NotFound())) == ("page", "There is no such page, or you may not see it.")
    assert NotFound("edition").what == "edition"
    assert (Conflict("No.").mine, Conflict("No.").theirs) == ("", "")
