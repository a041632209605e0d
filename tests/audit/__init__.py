"""Attacks by an operator with full access to the database, and what finds each of them."""
