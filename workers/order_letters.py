"""The letters about a set signing order: that it was set, and to whoever signs later, after whom."""

from workers.words import Subject, Words
from workflow.parties.models import Party
from workflow.review.models import Later


def ordered(about: Subject) -> Words:
    ids = about.event.detail.get("parties", [])
    names = [about.session.get_one(Party, one).legal_name for one in ids]
    said = f"One after another: {', then '.join(names)}." if names else "In any order."
    return Words(
        f"Who signs first: {about.title}", f"{about.event.actor_name} said in which order the parties sign.",
        [said, "It becomes part of the text that everybody signs, when that is frozen."],
        f"{about.page}/order", "See what it means", "you help run this agreement.",
    )  # fmt: skip


def later(about: Subject) -> Words | None:
    """Nothing for somebody whose turn it has become meanwhile: that letter is on its way."""
    row = about.session.get(Later, (about.edition.id, about.person.id)) if about.edition else None
    if row is None:
        return None
    return Words(
        f"Not your turn yet: {about.title}", f"{row.reason}.",
        ["It is signed one after another. There is nothing to do now: another letter comes as soon as it is your turn.",
         "You can read the text, and decline to sign it, already."],
        about.page, "Read it", "you sign this agreement.",
    )  # fmt: skip


LETTERS = {"ordered": ordered, "later": later}
