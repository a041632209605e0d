"""Routes, seats, threads of comments with their dispositions, and verdicts on a revision."""
