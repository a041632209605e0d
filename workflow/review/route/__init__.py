"""The route: which stage is open, who sits in its lanes, and when it closes."""
