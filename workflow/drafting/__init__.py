"""Where an agreement gets its words: start, import, revise, compare."""
