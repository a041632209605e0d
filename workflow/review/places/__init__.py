"""Places: where comments stand in the text of today, kept, and what a person said of those that lost theirs."""
