"""What a new revision would undo elsewhere, said before it is saved.

The drafting room does not know what others hang on its text: approvals, for one. Who does says so here, as a question that
is asked of a revision within the transaction that makes it. Unless whoever saves has confirmed it, the answers are a
refusal, and nothing was done.
"""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from workflow.core.errors import Unconfirmed
from workflow.drafting.models import Revision

Concern = Callable[[Session, Revision, datetime], str]
"""What this revision undoes, as a sentence; empty for nothing."""
CONCERNS: list[Concern] = []


def concern(ask: Concern) -> Concern:
    """Ask this of every revision from now on."""
    CONCERNS.append(ask)
    return ask


def insist_known(session: Session, revision: Revision, *, confirmed: bool, at: datetime) -> None:
    """Raises Unconfirmed with everything that the revision made just now would undo, unless that is known and wanted."""
    if (
        confirmed or revision.created != at
    ):  # an act that changed nothing gives back a revision that stood before
        return
    said = [words for ask in CONCERNS if (words := ask(session, revision, at))]
    if said:
        raise Unconfirmed(
            " ".join(said), "Tick below that you want this, and send it again. Otherwise leave this page."
        )
