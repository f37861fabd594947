"""The address of the report beside every row that names one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from extractor.model.table import column_of, constant, ranks, texts

if TYPE_CHECKING:
    from pandas import DataFrame


def address(url: str, page: str) -> str:
    """The report's address, at its page where that is known; '' where there is no address."""
    if not url or not page:
        return url
    return f"{url.partition('#')[0]}#page={page}"


def linked(rows: DataFrame, urls: Mapping[str, str]) -> DataFrame:
    """The rows with source_url filled in from source_file and page; `urls` are by source_file."""
    sources = rows["source_file"].cat.categories
    if not any(urls.get(source) for source in sources):
        return rows.assign(source_url=constant("", len(rows)))
    if "page" not in rows:
        return rows.assign(
            source_url=column_of(urls.get(source, "") for source in texts(rows, "source_file"))
        )
    pages = rows["page"].cat.categories
    width = max(1, len(pages))
    places, codes = np.unique(ranks(rows, "source_file") * width + ranks(rows, "page"), return_inverse=True)
    addresses = [address(urls.get(sources[n // width], ""), pages[n % width]) for n in places.tolist()]
    return rows.assign(source_url=column_of(np.array(addresses, dtype=object)[codes]))
