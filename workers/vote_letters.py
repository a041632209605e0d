"""The letter to everybody when a body did not adopt a text: what it decided, and what can be done now."""

from workers.words import Subject, Words
from workflow.core.people import SERVICE
from workflow.signing.matter import of_event
from workflow.signing.votes import queries


def not_adopted(about: Subject) -> Words | None:
    """Nothing once the text is closed: a letter of its own told why."""
    case = of_event(about.session, SERVICE, about.event.subject_id)
    found = next(
        (one for one in queries.not_adopted(about.session, case) if one.body == about.event.detail["slot"]),
        None,
    )
    if found is None or case.frozen.state != "open":
        return None
    return Words(
        f"Not adopted: {about.title}", found.sentence,
        [f"As the minutes say: {found.resolution} ({found.item}), vote {found.vote}. Recorded by {found.by}; no key signed this.",
         f"Nothing can be signed on this text now. {queries.REMEDY}"],
        f"{about.origin}/signing-events/{case.frozen.id}", "See what can be done", "you take part in this agreement.",
    )  # fmt: skip


LETTERS = {"not_adopted": not_adopted}
