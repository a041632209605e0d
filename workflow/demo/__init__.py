"""Plays the life of one real agreement through the service's own HTTP interface; imports no room."""
