"""What an agreement must contain: packs as data, and the reader that holds a text against a pack."""
