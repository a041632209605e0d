"""Objections: blocking comments, and the ways out of them."""
