"""Damaged files, as a command: what becomes of each, and whether what was lost is told."""
