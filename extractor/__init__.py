"""Reads councils' annual complaint reports into one comparable dataset."""
