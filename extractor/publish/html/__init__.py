"""report.html: one page that shows what a run found and what it did not, without a network or scripts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.publish import Dataset


def html(dataset: Dataset, patterns: Path | None = None) -> bytes:
    """The page as UTF-8: the same rows give the same bytes. `patterns` is the folder with page.yaml.

    Its lists take up no more than page.yaml allows; what is left out is counted and the
    CSV file that has it is named. Raises RulebookError for a broken page.yaml.
    """
    from extractor.cli import check
    from extractor.lexicon import rulebook
    from extractor.publish.html import build

    return build.page(dataset, rulebook.read(patterns or check.patterns_folder(), "page"))
