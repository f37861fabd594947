"""Sets the example reports of this corpus from published figures, in four formats."""
