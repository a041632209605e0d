"""Recording what a board or council decided: its clerk types it, checks it, and then signs it with a key."""
