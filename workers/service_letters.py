"""Letters about the service itself: whoever keeps a party's record hears that the log was resumed, and what it lost."""

from sqlmodel import Session, select

from workers import neighbours
from workers.words import Subject, Words
from workflow.evidence.canonical import loads
from workflow.evidence.leaf import LEAF
from workflow.history.models import Event
from workflow.parties.models import Party


def keepers(session: Session, event: Event) -> list[str]:
    """The registrars of every party, or its administrators where it has none."""
    parties = session.exec(select(Party.id).order_by(Party.id)).all()
    return list(dict.fromkeys(neighbours.keepers_of(session, parties, event.at)))


def resumed(about: Subject) -> Words:
    said = loads(about.event.leaf[len(LEAF) + 4 :])
    start, end, lost = said["from"], said["to"], said["lost"]
    if end > start:
        happened = (
            "The service came back from a backup, and somebody who runs it said that it goes on from there."
        )
        lines = [
            f"Its public log had {end} entries, and the backup held {start} of them. What {lost} of the others said is lost.",
            "Look whether something is missing that your party did lately: a comment, a signature, a key or an office. What was lost has to be done again.",
        ]
    else:
        happened = "The service was moved, and somebody who runs it said that this is the one to go on with."
        lines = ["As far as it knows, nothing of the record was lost."]
    lines.append(
        "If you kept a receipt, a package or a checkpoint, `countersign log check --against FILE` shows whether the log still agrees with it."
    )
    return Words(
        "The record was resumed", happened, lines, about.origin + "/parties", "Look at your party",
        "you keep the record of a party here, and nothing that one side does alone is kept from the other.",
    )  # fmt: skip


LETTERS = {"resumed": resumed}
