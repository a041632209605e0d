"""What the public may not read of a signed text, by rows that publication writes and every room that shows a text reads."""
