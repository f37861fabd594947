"""Numbers as printed."""

from __future__ import annotations

UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def in_words(number: int) -> str:
    """0 to 99 in words."""
    if number < 20:
        return UNITS[number]
    tens = TENS[number // 10 - 2]
    return f"{tens}-{UNITS[number % 10]}" if number % 10 else tens


def with_figure(number: str, unit: str, percent: str, pence: bool) -> str:
    """'1,820', '47%' or '47 per cent', '£9,432' or '£9,432.00'."""
    text = f"{int(number):,}"
    if unit == "gbp":
        return f"£{text}.00" if pence else f"£{text}"
    return text + percent if unit == "percent" else text
