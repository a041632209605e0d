"""The doors of publication, declared over several modules."""

from workflow.adapters.doors import Doors

doors = Doors("publication")
