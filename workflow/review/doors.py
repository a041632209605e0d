"""The doors of the review: its sub-rooms declare them here."""

from workflow.adapters.doors import Doors

doors = Doors("review")
