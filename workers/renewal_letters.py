"""What is written about the yearly review: that it has begun, that it is due, and how it ended."""

from datetime import date

from workers.words import Subject, Words
from workflow.adapters.templates import day
from workflow.core.lifecycle import IN_WORDS, Status
from workflow.core.term import ForceState
from workflow.drafting.term import force_of
from workflow.parties.queries import local_day


def begun(about: Subject) -> Words:
    return Words(
        f"The yearly review of {about.title} has begun", "The next edition was opened from the signed text.",
        ["Please read it again and say what should change. If nothing should, both sides can affirm it.",
         "Officers assigned to the schools: this is your copy to read, and your suggestions are asked for."],
        about.page, "Open the next edition", "you take part in this agreement.", None,
    )  # fmt: skip


def reminder(about: Subject) -> Words | None:
    edition, mou = about.edition, about.mou
    if edition is None or mou is None or edition.status != Status.UNDER_REREVIEW:
        return None
    today = local_day(mou.timezone, about.at)
    state = force_of(mou, edition, today)
    if state.until and state.state is ForceState.LAPSED:
        return _lapsed(about, state.until)
    due = edition.review_due or state.until
    if due is None:
        return None
    over = due < today
    return Words(
        f"Review {'overdue' if over else 'due'}: {about.title}", "The yearly review of this agreement is not finished.",
        [f"It {'was' if over else 'is'} due on {day(due)}.",
         *([f"The agreement ends on {day(state.until)}, unless a later edition takes its place by then."] if state.until else [])],
        f"{about.page}/renewal", "See what is missing", "you help run this agreement.",
    )  # fmt: skip


def _lapsed(about: Subject, ended: date) -> Words:
    return Words(
        f"Lapsed: {about.title}", "This agreement is in force no more.",
        [f"It ended on {day(ended)}, and nothing has taken its place.",
         "Sign its next edition, or record how your side's yearly review ended."],
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
