"""Sentences: numbers and the words that belong to them."""
