"""The address of the report beside every row that names one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from extractor.model.frame import Column, Frame

Row = dict[str, str]


def address(url: str, page: str) -> str:
    """The report's address, at its page where that is known; '' where there is no address."""
    if not url or not page:
        return url
    return f"{url.partition('#')[0]}#page={page}"


def linked(rows: Frame, urls: Mapping[str, str]) -> Frame:
    """The rows with source_url filled in from source_file and page; `urls` are by source_file."""
    sources, pages = rows.column("source_file"), rows.column("page")
    if not any(urls.get(source) for source in sources.texts):
        return rows.with_columns(source_url=Column.constant("", len(rows)))
    width = max(1, len(pages.texts))
    places = sources.codes.astype(np.int64) * width + pages.codes
    found, codes = np.unique(places, return_inverse=True)
    texts = [address(urls.get(sources.texts[n // width], ""), pages.texts[n % width]) for n in found.tolist()]
    kept = Column.of(texts)
    return rows.with_columns(source_url=Column(kept.codes[codes], kept.texts).tidied())


def with_links(rows: Iterable[Mapping[str, str]], urls: Mapping[str, str]) -> list[Row]:
    """The same for a few rows."""
    return [
        dict(row) | {"source_url": address(urls.get(row["source_file"], ""), row.get("page", ""))}
        for row in rows
    ]
