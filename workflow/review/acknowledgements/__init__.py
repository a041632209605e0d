"""Acknowledgement lists: who has confirmed having read which revision."""
