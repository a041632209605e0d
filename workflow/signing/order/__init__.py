"""In which order the parties sign: chosen before the freeze, kept to when a place is filled."""
