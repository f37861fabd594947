"""Whose report it is, of which year, and what it takes in."""
