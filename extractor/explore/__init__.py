"""`extractor explore`: the dataset in a browser, each figure with its place in the report, doubts to settle.

A Datasette with the pages of this package in front of it, on this machine only.
"""

from __future__ import annotations

from extractor.explore.server import ExploreFault, Options, application, serve

__all__ = ["ExploreFault", "Options", "application", "serve"]
