"""Observers of an edition: who lets them in, who sees that they read, and what they may ask for."""
