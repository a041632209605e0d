"""Sending a draft out: which route, who would sit where, until when."""
