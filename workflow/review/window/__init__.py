"""The public comment window: the one time when anybody may read a draft and say what they think."""
