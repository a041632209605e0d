from datetime import datetime, timedelta

from sqlmodel import Session, select

from tests.publication.hiding import kit
from workers import letters
from workers.hiding_letters import DID
from workflow.adapters.settings import Settings
from workflow.adapters.templates import environment
from workflow.core.events import EventKind
from workflow.history.models import Event

LATER = timedelta(hours=1)


def test_the_other_side_reads_what_was_decided_and_never_a_hidden_word(
    session: Session, settings: Settings, now: datetime
) -> None:
    made = kit.executed(session, settings, now)
    kit.decided(made, kit.HIDE, now + LATER)

    def told(kind: EventKind, name: str, person: str, nth: int = 0) -> letters.Letter:
        event = session.exec(select(Event).where(Event.kind == kind).order_by(Event.id)).all()[nth]
        written = letters.write(
            session, environment("UTC"), name, event.id or 0, made.world.people[person], key="k", at=now + 3 * LATER
        )  # fmt: skip
        assert written is not None
        return written

    hidden = told(EventKind.EDITION_REDACTED, "public_copy", "counsel")
    assert (
        "Chief Example (Springfield Police Department) approved that parts of the text are hidden."
        in hidden.text
    )
    assert f"/editions/{made.world.edition}/public-copy" in hidden.text and "Salary" not in hidden.text


def test_every_decision_has_words() -> None:
    assert {EventKind(kind) for kind in DID} == {
        EventKind.EDITION_REDACTED, EventKind.EDITION_RELEASED, EventKind.EDITION_WITHHELD, EventKind.EDITION_REMOVED,
        EventKind.HIDING_SHOWN, EventKind.HIDING_REFUSED,
    }  # fmt: skip
