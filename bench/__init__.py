"""How fast, always as a ratio of two things measured side by side in one run: `make bench`, `make bench ARGS=--json`."""
