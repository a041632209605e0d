"""Signing in: passkeys of one's own, and out again. Nothing of this can sign an agreement."""
