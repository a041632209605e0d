"""Holding the record against itself and against what lay outside: what `countersign log check` does. It changes nothing."""
