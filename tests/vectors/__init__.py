"""Packages, good and bad, with the verdict each must get: for our verifiers, and for anybody else's (docs/format.md, 11)."""
