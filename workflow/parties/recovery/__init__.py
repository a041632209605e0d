"""Somebody lost every key of an office: two people give him another one."""
