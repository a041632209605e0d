"""The public copy: page, sealed PDF and package, the register, feeds, and the verification page."""
