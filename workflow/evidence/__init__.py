"""Bytes and proofs: what is signed, by whose key, and how a stranger checks it. No database, no framework, no clock.

The formats are written down in docs/format.md; this package can be lifted out and run without the service.
"""
