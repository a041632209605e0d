"""Every room's doors, in the order of an agreement's life. A new room is a new line here."""

from importlib import import_module
from importlib.util import find_spec

from workflow.adapters.doors import Doors

ROOMS = ("parties", "drafting", "review", "signing", "publication", "renewal", "history")


def all_doors() -> list[Doors]:
    """The doors that rooms declare."""
    return [
        import_module(f"workflow.{room}.pages").doors
        for room in ROOMS
        if find_spec(f"workflow.{room}") and find_spec(f"workflow.{room}.pages")
    ]
