"""What a first agreement needs, as a list of tasks, until the first text is frozen."""
