"""Reviewers without an account, invited to one edition."""
