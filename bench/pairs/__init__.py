"""One module a pair. Importing it registers the pair."""
