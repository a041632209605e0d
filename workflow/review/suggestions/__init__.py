"""Suggestions: a proposed text of a clause, which one act turns into a revision, with credit."""
