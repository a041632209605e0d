"""Tests of the building itself: its measures, its import law, its words."""
