"""Changing a text that a body adopted, under the authority it gave, with those who answer for the change."""
