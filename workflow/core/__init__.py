"""The rules. Plain Python: no database, no HTTP, no clock, no randomness beyond identifiers, nothing to install."""
