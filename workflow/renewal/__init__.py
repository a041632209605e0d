"""The yearly review: what is due, reminders, outcomes, and opening the next edition."""
