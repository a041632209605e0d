"""The doors of the signing room, declared over several modules."""

from workflow.adapters.doors import Doors

doors = Doors("signing")
