"""The outside world, one file a neighbour, with a local version beside each real one."""
