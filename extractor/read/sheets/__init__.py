"""Spreadsheets: sheets as sections, their cells as they are shown."""
