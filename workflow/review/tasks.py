"""What stands before the next move of an edition, as a list of tasks with their links: pure, from what the page knows.

The review's part ends where the review is complete. What freezing needs beyond it has a page of the signing room,
`/editions/{id}/readiness`; a frozen text is signed at `/signing-events/{id}`. Rooms look only back, so both are links.
"""

from typing import Any

from workflow.core.lifecycle import Status
from workflow.core.people import Actor
from workflow.core.permissions import may
from workflow.review.ground import Ground
from workflow.review.route.queries import Review, has_seat
from workflow.review.threads.queries import OpenThreads

Task = dict[str, Any]


def task(words: str, state: str, link: str = "", hint: str = "", form: str = "") -> Task:
    """One line of a task list. `state`: done, todo, now, later. `form` names the form of the page that does it."""
    return {"words": words, "state": state, "link": link, "hint": hint, "form": form}


def tasks(
    ground: Ground, review: Review, actor: Actor, still: OpenThreads, signing_link: str = ""
) -> list[Task]:
    """The tasks of an edition in its state."""
    match ground.status:
        case Status.DRAFTING:
            return _drafting(ground, actor)
        case Status.IN_REVIEW | Status.PUBLIC_COMMENT:
            return _in_review(ground, review, actor, still)
        case Status.FROZEN | Status.ADOPTION | Status.SIGNING:
            return [task("Read the frozen text and sign it", "now", signing_link)]
        case Status.EXECUTED:
            return [
                task(
                    "The service publishes it",
                    "now",
                    hint="Nobody has to do anything; it takes a few minutes.",
                )
            ]
        case Status.UNDER_REREVIEW:
            return [task("Record the outcome of the yearly review", "now", f"{ground.link}/renewal")]
        case _:
            return []


def _drafting(ground: Ground, actor: Actor) -> list[Task]:
    if not may("edition:circulate", actor, ground.desk()):
        return [task("The draft is written and sent out for review", "now")]
    return [
        task("Finish the text", "now" if ground.revision else "todo", f"{ground.link}/revisions"),
        task(
            "Send it out for review", "todo" if ground.revision else "later", "#circulate", form="circulate"
        ),
    ]


def _in_review(ground: Ground, review: Review, actor: Actor, still: OpenThreads) -> list[Task]:
    found = _stages(review)
    if has_seat(review, actor):
        found.append(_verdict(review, actor))
    for number in still.blocking[:5]:
        found.append(
            task(
                f"Comment {number} blocks",
                "todo",
                f"{ground.link}/threads/{number}",
                "It has to be accepted or given up.",
            )
        )
    plain = still.count - len(still.blocking)
    if plain:
        words = "One comment has no answer yet" if plain == 1 else f"{plain} comments have no answer yet"
        found.append(
            task(
                words,
                "todo",
                f"{ground.link}/comments?state=open",
                "Every comment needs an answer before the text is frozen.",
            )
        )
    if may("edition:freeze", actor, ground.desk()):
        ready = review.complete and not still.count
        found.append(
            task(
                "Freeze the text for signing",
                "todo" if ready else "later",
                f"{ground.link}/readiness",
                "What else it needs is listed there.",
            )
        )
    return found


def _stages(review: Review) -> list[Task]:
    """One line a stage, with the lanes nobody was asked in and the approvals that were given on an earlier text."""
    if review.route is None:
        return []
    ids = [stage.id for stage in review.route.stages]
    here = ids.index(review.stage.id) if review.stage else len(ids)
    found = []
    for at, stage in enumerate(review.route.stages):
        seats = review.seats[stage.id]
        empty = [lane.title for other, lane in review.unasked() if other.id == stage.id]
        earlier = sum(1 for seat in seats if seat.standing == "outdated") if at < here else 0
        hints = [f"Nobody was asked in: {', '.join(empty)}."] if empty else []
        hints += [f"{earlier} approved an earlier text."] if earlier else []
        state = "now" if at == here else "later" if at > here else "todo" if empty else "done"
        found.append(task(f"Review: {stage.title}", state, "#review", " ".join(hints)))
    return found


def _verdict(review: Review, actor: Actor) -> Task:
    seats = review.seats_of(actor.person_id)
    spoken = all(seat.standing in ("approved", "objecting") for seat in seats)
    changed = any(seat.standing == "outdated" for seat in seats)
    words = "Look at what changed since you approved" if changed else "Approve the text, or ask for changes"
    return task(words, "done" if spoken else "todo", "#changes" if changed else "#verdict", form="verdict")
