"""Numbers of a workbook as its cells show them: percentages, money, dates, rounded figures."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_BUILT_IN = {
    "0": "General", "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%",
    "14": "dd/mm/yyyy", "15": "d-mmm-yy", "16": "d-mmm", "17": "mmm-yy", "22": "dd/mm/yyyy", "37": "#,##0",
    "38": "#,##0", "39": "#,##0.00", "40": "#,##0.00",
}  # fmt: skip
"""The number formats that a file names by number alone (ECMA-376, part 1, 18.8.30)."""
_ASIDE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
"""What a format prints as it stands or leaves room for."""
_DATE = re.compile(r"[dy]|m{3,}", re.IGNORECASE)
_PLACES = re.compile(r"0\.(0+)")
_POUND = re.compile(r"£|\[\$£")


def shown_number(raw: str, form: str, epoch_1904: bool = False) -> str:
    """The number of a cell as its format shows it: '0.253' under '0%' is '25%'.

    `raw` is the number as the file keeps it, `form` its format or the number of a built-in one;
    `epoch_1904` says that days count from 1904. What is no number comes back as it is.
    """
    try:
        value = Decimal(raw)
    except InvalidOperation:
        return raw
    form = _BUILT_IN.get(form, form).split(";")[0] or "General"
    bare = _ASIDE.sub("", form)
    if not bare or bare == "General" or not value.is_finite():
        return _plain(value)
    if _DATE.search(bare) and 0 < value < 200_000:
        return _day(int(value), bare, epoch_1904)
    if "%" in bare:
        return f"{_rounded(value * 100, bare)}%"
    return ("£" if _POUND.search(form) else "") + _rounded(value, bare)


def _plain(value: Decimal) -> str:
    """Up to ten places, without the noise of binary fractions."""
    text = (
        f"{value.quantize(Decimal(1).scaleb(-10)):f}"
        if value.is_finite() and abs(value) < 10**15
        else f"{value}"
    )
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(value: Decimal, form: str) -> str:
    places = _PLACES.search(form)
    digits = len(places[1]) if places else 0
    if not re.search(r"[0#]", form):
        return _plain(value)
    return f"{value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):f}"


def _day(number: int, form: str, epoch_1904: bool) -> str:
    """A day as its format shows it: with its day, else the month, else the year alone."""
    day = (date(1904, 1, 1) if epoch_1904 else date(1899, 12, 30)) + timedelta(days=number)
    low = form.lower()
    if "d" in low:
        return f"{day.day} {day:%B %Y}"
    return f"{day:%B %Y}" if "m" in low else f"{day.year}"
