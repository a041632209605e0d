"""Observers: people without an account who may read one edition along, and do nothing else there."""
