"""Appointments: who holds which office at which party, from when to when."""
