"""The append-only record of events, the work that follows from them, and the log they are sequenced into."""
