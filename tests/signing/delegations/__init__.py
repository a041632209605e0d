"""Tests of what a body may let somebody change."""
