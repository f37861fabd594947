"""The words of a report that a finding quotes."""

from __future__ import annotations


def sentence(text: str, at: int) -> str:
    """The sentence around a place, at most 200 characters."""
    start = max(text.rfind(". ", 0, at) + 2, 0) if ". " in text[:at] else 0
    end = text.find(". ", at)
    said = text[start : end if end > 0 else len(text)].strip(" .*")
    return said if len(said) <= 200 else said[:197].rsplit(" ", 1)[0] + "..."
