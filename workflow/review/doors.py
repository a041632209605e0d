"""The doors of this room; every sub-room adds its own."""

from workflow.adapters.doors import Doors

doors = Doors("review")
