"""Core and evidence with one fault planted at a time: at least 95 of 100 are found by the tests that hold them. `make soak`."""
