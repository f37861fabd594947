"""A whole run over many reports."""
