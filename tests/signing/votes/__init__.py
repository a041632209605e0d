"""Tests of recording a vote."""
