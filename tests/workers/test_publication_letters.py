"""The letter about a public copy; whoever signed gets the package with it, and can check it without us."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from tests.publication import kit as pressing
from tests.publication.hiding import kit
from tests.publication.kit import Press
from workers import letters, publication_letters
from workflow.adapters.mail import Letter
from workflow.adapters.settings import Settings
from workflow.adapters.templates import environment
from workflow.core.events import EventKind
from workflow.evidence.canonical import unb64u
from workflow.evidence.fingerprint import fingerprint
from workflow.evidence.verify import verify
from workflow.history.models import Event
from workflow.publication.hiding.actions import Sheet
from workflow.publication.queries import executed_event
from workflow.publication.trust import policy_bytes

LATER = timedelta(hours=1)


@pytest.fixture
def press(session: Session, settings: Settings, now: datetime) -> Press:
    made = pressing.press(session, settings)
    made.whole_life(now)
    return made


def letter(made: Press, name: str, at: datetime, nth: int = 0) -> Letter | None:
    published = select(Event).where(Event.kind == EventKind.EDITION_PUBLISHED).order_by(Event.id)
    event = made.session.exec(published).all()[nth]
    person = made.world.people[name]
    return letters.write(made.session, environment("UTC"), "published", event.id or 0, person, key="k", at=at)


def test_who_signed_gets_the_package_and_it_verifies(press: Press, now: datetime) -> None:
    written = letter(press, "chief", now + LATER)
    assert written and written.subject.startswith("Signed and published: ")
    (package,) = written.attached
    assert (package.name, package.media_type) == (f"{press.slug}-1.json", "application/json")
    verdict = verify(package.content, policy_bytes(press.session, press.settings))
    assert verdict.verdict == "verified", verdict.missing
    head = executed_event(press.session, press.world.edition).head
    assert f"Fingerprint of the text: {fingerprint(unb64u(head))}" in written.text
    assert "The package is attached." in written.text and "/verify.html" in written.text


def test_who_did_not_sign_reads_where_it_is(press: Press, now: datetime) -> None:
    written = letter(press, "counsel", now + LATER)
    assert written and written.attached == () and f"/mou/{press.slug}/1" in written.text
    assert "with your own key" not in written.text


def test_a_package_too_large_for_a_letter_is_fetched(
    press: Press, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publication_letters, "MOST_ATTACHED", 1000)
    written = letter(press, "chief", now + LATER)
    assert written and written.attached == () and f"/mou/{press.slug}/1.json" in written.text


def test_a_new_copy_is_called_one_and_a_hidden_word_is_in_no_package(
    session: Session, settings: Settings, now: datetime
) -> None:
    made = kit.executed(session, settings, now)
    kit.decided(made, kit.HIDE, now + LATER)
    first = letter(made, "chief", now + 2 * LATER)
    assert first and b"Salary" not in first.attached[0].content
    assert verify(first.attached[0].content, policy_bytes(session, settings)).verdict == "verified"
    kit.decided(made, Sheet("release", ["3"], "The post has moved."), now + 2 * LATER)
    again = letter(made, "chief", now + 3 * LATER, nth=1)
    assert (
        again and again.subject.startswith("A new public copy: ") and b"Salary" in again.attached[0].content
    )


def test_what_was_taken_down_is_sent_to_nobody(session: Session, settings: Settings, now: datetime) -> None:
    made = kit.executed(session, settings, now)
    kit.decided(made, kit.HIDE, now + LATER)
    row = kit.propose(made, kit.REMOVE, now + 2 * LATER)
    kit.confirm(made, row, now + 2 * LATER)
    assert letter(made, "chief", now + 3 * LATER) is None
