"""report.html, which shows what a run found and what it did not, and method.html; neither needs a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.lexicon.rulebook import Rulebook
    from extractor.model.dataset import Dataset


def html(dataset: Dataset, book: Rulebook) -> bytes:
    """The page as UTF-8: the same rows and rulebook give the same bytes.

    Its lists take up no more than page.yaml allows; what is left out is counted and the
    CSV file that has it is named. Raises RulebookError for a broken page.yaml.
    """
    from extractor.lexicon.page_schema import Page
    from extractor.publish.html import build

    return build.page(dataset, Page.of(book.raw("page"), book.raw("checks")))


def method(dataset: Dataset, book: Rulebook) -> bytes:
    """The page of method and quality as UTF-8. Raises RulebookError for broken patterns."""
    from extractor.publish.html import build

    return build.method(dataset, book)
