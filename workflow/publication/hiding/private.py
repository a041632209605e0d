"""A party's private package: everything revealed, marked as private, made for whoever takes it and never served publicly."""

from sqlmodel import Session

from workflow.adapters.keystore import Keystore
from workflow.core.errors import Refused
from workflow.core.people import Actor
from workflow.core.permissions import require
from workflow.publication import anew, core
from workflow.publication.hiding import actions


def package(session: Session, actor: Actor, edition_id: str, keystore: Keystore) -> tuple[bytes, str]:
    """The bytes and the file's name. Raises Refused while no checkpoint covers the record, or where nothing is private."""
    case, copy = actions.stand(session, actor, edition_id, lock=False)
    require("edition:private:take", actor, case.ground.desk())
    if not (copy.may_hide or copy.hidden):
        raise Refused(
            "Nothing in this agreement is private.",
            "Take the package from its public page: it shows everything.",
        )
    checkpoint = anew.checkpoint_over(session, edition_id, anew.causes(session, edition_id, case.frozen))
    if checkpoint is None:
        raise Refused("The log has not covered this yet.", "Try again in a minute.")
    made = core.build(session, case.edition, case.frozen, keystore, checkpoint, private=True)
    return made.data, f"PRIVATE-{case.mou.slug}-{case.edition.number}.json"
