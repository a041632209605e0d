"""Tests of corrections of an adopted text."""
