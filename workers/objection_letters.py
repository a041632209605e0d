"""The letters about a blocking objection that is over its due date. What was said in its thread stays there."""

from workers.words import Subject, Words
from workflow.review.models import Thread
from workflow.review.objections.models import Escalation


def escalated(about: Subject) -> Words | None:
    """To those who run the agreement on both sides."""
    found = _open(about)
    row = about.session.get(Escalation, about.event.subject_id)
    if found is None or row is None:
        return None
    return Words(
        f"Objection {found.number} on {about.title} is overdue", f"{row.person_name} escalated a blocking objection to both sides.",
        [row.words, "Nobody can sign until it is settled. After a week both sides together can set it aside, in public."],
        f"{about.page}/threads/{found.number}", "Settle it", "you help run this agreement.",
    )  # fmt: skip


def set_aside(about: Subject) -> Words | None:
    """To those who run it: one side has acted, and it takes the other. When both have, the answer has a letter of its own."""
    found = _open(about)
    if found is None or about.event.detail.get("complete"):
        return None
    return Words(
        f"Objection {found.number} on {about.title}: one side set it aside",
        f"{about.event.actor_party} set a blocking objection aside. It still blocks until the other side does so too.",
        [], f"{about.page}/threads/{found.number}", "See the objection", "you help run this agreement.",
    )  # fmt: skip


def _open(about: Subject) -> Thread | None:
    thread = about.session.get(Thread, about.event.subject_id)
    return thread if thread and thread.state == "open" else None
