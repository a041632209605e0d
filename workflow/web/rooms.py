"""Every room's doors, in the order of an agreement's life. A new room is a new line here."""

from workflow.adapters.doors import Doors
from workflow.drafting import pages as drafting
from workflow.parties import pages as parties
from workflow.publication import pages as publication
from workflow.renewal import pages as renewal
from workflow.review import pages as review
from workflow.signing import pages as signing
from workflow.web import mailbox

ROOMS = (parties, drafting, review, signing, publication, renewal, mailbox)


def all_doors() -> list[Doors]:
    """The doors that rooms declare, and the shell's own mailbox."""
    return [room.doors for room in ROOMS]
