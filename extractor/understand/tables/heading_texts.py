"""The texts over a table's columns, each made whole: years in full, a bare % with what it is of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractor.language import periods
from extractor.understand.tables.labels import Reader

Figures = Sequence[float | None]
_ROUNDED = 0.55
"""What a share printed without decimals may miss."""
_REFERENCE = re.compile(r"(?P<code>[A-Z]{1,5}[ ./-]?\d{1,3}[a-z]?)[:.]?\s+(?=[A-Z%])")
"""'KPI 31 ', 'CH01 ': a reference before the words of a label."""
_YEAR = re.compile(r"\s*((?:19|20)\d\d)[\s*†]*")
_SHORT_YEAR = re.compile(r"(?<![\d/–-])(\d\d)\s*[-/–]\s*(\d\d)$")


def heading_texts(texts: list[str], figures: Sequence[Figures], reader: Reader) -> list[str]:
    """The texts of one header row, column by column, as each column means its own.

    Args:
        texts: what is printed over each column.
        figures: the first figure of each cell, column by column; None where there is none.
        reader: tells what words say.
    """
    return _years_of_shares(_shares_named(_periods_apart(texts), figures, reader), reader)


def _periods_apart(texts: list[str]) -> list[str]:
    """'2017-18 2018-19' over two columns: each has its own."""
    out = list(texts)
    for text, columns in Counter(texts).items():
        found = periods.find(text) if text and columns > 1 else []
        apart = [p.raw for p in found]
        if len(found) == columns and " ".join(apart) == " ".join(text.split()):
            same = [k for k, other in enumerate(texts) if other == text]
            for k, raw in zip(same, apart, strict=True):
                out[k] = raw
    return out


def _shares_named(texts: list[str], figures: Sequence[Figures], reader: Reader) -> list[str]:
    """'Within 10 days', '%', 'Within 20 days', '%': each sign is the share of the column before it.

    One alone is where it stands behind 'of which on time', or where its figures are those shares.
    """
    bare = [reader.is_percent(text) for text in texts]
    alone = sum(bare) < 2 or len(set(texts)) < 4
    return [
        f"{texts[k - 1]} %"
        if k
        and bare[k]
        and not bare[k - 1]
        and texts[k - 1]
        and (not alone or reader.is_part(texts[k - 1]) or _are_shares(figures, k))
        else text
        for k, text in enumerate(texts)
    ]


def _are_shares(figures: Sequence[Figures], k: int) -> bool:
    """Are the figures of a column those of the column before it in a hundred of one other column?"""
    return any(
        len(rows) > 1 and all(abs(100 * part / whole - share) <= _ROUNDED for part, share, whole in rows)
        for j, column in enumerate(figures)
        if j not in (k - 1, k)
        for rows in [
            [
                (part, share, whole)
                for part, share, whole in zip(figures[k - 1], figures[k], column, strict=True)
                if part is not None and share is not None and whole
            ]
        ]
    )


def _years_of_shares(texts: list[str], reader: Reader) -> list[str]:
    """'% on time', '% in 2018/19': the second is the same share in another year."""
    out = list(texts)
    for k, text in enumerate(texts[1:], 1):
        meaning, before = reader.meaning(text), reader.meaning(out[k - 1])
        bare = meaning.unit == "percent" and meaning.period and not (meaning.tags or meaning.rest)
        if bare and "%" in text and before.unit == "percent" and before.tags and not before.period:
            out[k] = f"{out[k - 1]} {meaning.period}" if meaning.period[:1].isdigit() else text
    return out


def years_in_full(texts: list[str]) -> list[str]:
    """'17-18', 'Closed 18-19' beside each other hold years, not ages: '2017-18', 'Closed 2018-19'."""
    short = [_SHORT_YEAR.search(text) for text in texts]
    years = {int(found[1]) for found in short if found and (int(found[1]) + 1) % 100 == int(found[2])}
    if not any(year + 1 in years for year in years):
        return texts
    return [
        f"{text[: found.start()]}20{found[1]}-{found[2]}" if found and int(found[1]) in years else text
        for text, found in zip(texts, short, strict=True)
    ]


def years_ended(texts: list[str], corner: str) -> list[str]:
    """'2007', '2008' under the corner 'Year ended 31 March': '2006/07', '2007/08'."""
    joined = f"{corner.strip(' .:,')} "
    alone = {k: _YEAR.fullmatch(text) for k, text in enumerate(texts)} if periods.mentions(corner) else {}
    ended = {k: periods.find(joined + found[1]) for k, found in alone.items() if found}
    return [
        ended[k][0].code if k in ended and [p.kind for p in ended[k]] == ["financial_year"] else text
        for k, text in enumerate(texts)
    ]


def compliments_in_full(texts: list[str], reader: Reader) -> list[str]:
    """'Cplts' beside a column of complaints are compliments, beside one of compliments complaints."""
    bare = [_SHORT_YEAR.sub("", text).strip() for text in texts]
    short = [reader.shortens_compliments(text) for text in bare]
    if len(set(filter(None, texts))) < 2 or not any(short):
        return texts
    pairs = zip(texts, short, strict=True)
    told = {(t.facet, t.code) for text, s in pairs if text and not s for t in reader.meaning(text).tags}
    if ("thing", "compliment") in told:
        word = "complaints"
    elif any(f in ("stage", "outcome") or c in ("complaint", "contact", "representation") for f, c in told):
        word = "compliments"
    else:
        return texts
    return [text.replace(b, word) if s else text for text, b, s in zip(texts, bare, short, strict=True)]


def without_references(texts: list[str], reader: Reader) -> list[str]:
    """'CS1 Complaints received', 'CS2 Answered on time': the labels less the references before them."""
    found = [_REFERENCE.match(text) for text in texts]
    codes = {match["code"] for match in found if match}
    if len(codes) < 2 or 3 * sum(map(bool, found)) < 2 * sum(map(bool, texts)):
        return texts
    said = (reader.meaning(code) for code in codes)
    if any(meaning.period or meaning.tags for meaning in said):
        return texts  # 'Q1', 'Stage 1'
    return [text[match.end() :] if match else text for text, match in zip(texts, found, strict=True)]
