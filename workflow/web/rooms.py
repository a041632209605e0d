"""Every room's doors, in the order of an agreement's life. A new room is a new line here."""

from importlib import import_module
from importlib.util import find_spec

from workflow.adapters.doors import Doors
from workflow.web.mailbox import doors as mailbox

ROOMS = ("parties", "drafting", "review", "signing", "publication", "renewal")


def all_doors() -> list[Doors]:
    """The doors that rooms declare, and the shell's own mailbox."""
    rooms = [
        import_module(f"workflow.{room}.pages").doors for room in ROOMS if find_spec(f"workflow.{room}.pages")
    ]
    return [*rooms, mailbox]
