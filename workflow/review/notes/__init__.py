"""What members of an adopting body write to its clerk before they meet, and what the clerk makes of it."""
