"""The parts of a page and their reading order."""
