"""What is written about the yearly review: that it has begun, that it is due, and how it ended."""

from workers.words import Subject, Words
from workflow.adapters.templates import day
from workflow.core.lifecycle import IN_WORDS, Status
from workflow.parties.queries import local_day


def begun(about: Subject) -> Words:
    return Words(
        f"The yearly review of {about.title} has begun", "The next edition was opened from the signed text.",
        ["Please read it again and say what should change. If nothing should, both sides can affirm it.",
         "Officers assigned to the schools: this is your copy to read, and your suggestions are asked for."],
        about.page, "Open the next edition", "you take part in this agreement.", None,
    )  # fmt: skip


def reminder(about: Subject) -> Words | None:
    due = about.edition.review_due if about.edition else None
    if about.edition is None or due is None or about.edition.status != Status.UNDER_REREVIEW:
        return None
    over = due < local_day(about.mou.timezone if about.mou else "UTC", about.at)
    return Words(
        f"Review {'overdue' if over else 'due'}: {about.title}", "The yearly review of this agreement is not finished.",
        [f"It {'was' if over else 'is'} due on {day(due)}."],
        f"{about.page}/renewal", "See what is missing", "you help run this agreement.",
    )  # fmt: skip


def outcome(about: Subject) -> Words:
    closed = about.edition is not None and about.edition.status != Status.UNDER_REREVIEW
    state = IN_WORDS[Status(about.edition.status)] if about.edition else ""
    return Words(
        f"Review outcome: {about.title}", f"{about.event.actor_party} recorded its outcome of the yearly review.",
        [f"The review is closed. The agreement is {state}." if closed
         else "The review closes when both sides have recorded the same outcome."],
        f"{about.page}/renewal", "See the review" if closed else "Record yours", "you help run this agreement.",
    )  # fmt: skip
