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
    files = rows.get("page_file")
    others = [""] if files is None else list(files.cat.categories)
    pages = rows["page"].cat.categories
    width, depth = max(1, len(pages)), max(1, len(others))
    other = 0 if files is None else ranks(rows, "page_file")
    keys = (ranks(rows, "source_file") * width + ranks(rows, "page")) * depth + other
    places, codes = np.unique(keys, return_inverse=True)
    addresses = []
    for place in places.tolist():
        (source, page), file = divmod(place // depth, width), others[place % depth]
        # A page of another edition is no page of this one: without that one's address there is no page.
        at_page = address(urls.get(file or sources[source], ""), pages[page])
        addresses.append(at_page or urls.get(sources[source], ""))
    return rows.assign(source_url=column_of(np.array(addresses, dtype=object)[codes]))
