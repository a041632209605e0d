"""Signing keys: made by their holder, claimed with the key itself, vouched for by a registrar, revoked (docs/format.md, section 6)."""
