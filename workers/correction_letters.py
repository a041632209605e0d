"""The letter about a correction of an adopted text: everybody concerned hears what is proposed, and why."""

from workers.words import Subject, Words
from workflow.core.correcting import IN_WORDS, Change
from workflow.signing.corrections.models import Correction


def proposed(about: Subject) -> Words | None:
    """A text that a body adopted is frozen anew with a correction."""
    row = about.session.get(Correction, about.event.subject_id)
    if row is None:
        return None
    return Words(
        f"A correction: {about.title}",
        f"{about.event.actor_name} proposed, {IN_WORDS[Change(row.kind)]}, a correction of the text that was adopted.",
        [
            f"The reason given: {row.reason}",
            "Those to whom authority was given and counsel of every party answer for it with their keys; then the corrected text is open for signing.",
            "Signatures already made stay on record for the old text and no longer count.",
        ],
        f"{about.origin}/signing-events/{row.signing_event_id}", "See what would change", "you take part in this agreement.",
    )  # fmt: skip


LETTERS = {"correction": proposed}
