"""The witness, against logs that are honest, shrink, and fork."""
