"""The doors of signing, declared over several modules."""

from workflow.adapters.doors import Doors

doors = Doors("signing")
