"""The review against a plain reference model: the same acts told to both, and no difference afterwards."""
