"""Testing a device before the day of signing: it signs no agreement and leaves nothing behind."""
