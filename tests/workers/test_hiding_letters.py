from datetime import datetime, timedelta

from sqlmodel import Session, select

from tests.publication import kit as plain
from tests.publication.hiding import kit
from workers import letters
from workers.hiding_letters import DID
from workers.reactions import consequences
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


def test_whoever_may_take_a_partys_own_package_hears_of_each_version(
    session: Session, settings: Settings, now: datetime
) -> None:
    made = kit.executed(session, settings, now)
    names = {one: name for name, one in made.world.people.items()}

    def told(kind: EventKind) -> tuple[set[str], letters.Letter | None]:
        event = session.exec(select(Event).where(Event.kind == kind)).one()
        asked = [
            one for one in consequences(session, event) if one.payload.get("letter") == "private_package"
        ]
        assert {one.task for one in asked} == {"letter"}
        written = letters.write(
            session, environment("UTC"), "private_package", event.id or 0, made.world.people["counsel"], key="k", at=now + LATER
        )  # fmt: skip
        return {names[one.payload["person"]] for one in asked}, written

    people, first = told(EventKind.EDITION_EXECUTED)
    assert {"counsel", "chief", "superintendent"} <= people
    assert first and "your party’s own package can be downloaded" in first.text
    assert f"/editions/{made.world.edition}/public-copy#private" in first.text and "Salary" not in first.text
    kit.decided(made, kit.HIDE, now + LATER)
    assert told(EventKind.EDITION_EXECUTED)[1] is None, "the letter about the later version says it"
    again, second = told(EventKind.EDITION_REDACTED)
    assert again == people and second and "There is a new version" in second.text


def test_where_nothing_is_private_nobody_hears_of_a_package(
    session: Session, settings: Settings, now: datetime
) -> None:
    press = plain.press(session, settings)
    press.whole_life(now)
    event = session.exec(select(Event).where(Event.kind == EventKind.EDITION_EXECUTED)).one()
    assert [one.task for one in consequences(session, event)] == ["publish"]


def test_every_decision_has_words() -> None:
    assert {EventKind(kind) for kind in DID} == {
        EventKind.EDITION_REDACTED, EventKind.EDITION_RELEASED, EventKind.EDITION_WITHHELD, EventKind.EDITION_REMOVED,
        EventKind.HIDING_SHOWN, EventKind.HIDING_REFUSED,
    }  # fmt: skip
