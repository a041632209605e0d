"""Countersign: carries a school resource officer agreement from draft to signed public copy, and on to next year."""
