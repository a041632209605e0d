"""The witness another party runs: it remembers the largest log it saw and signs only what continues it. It needs no database."""
