"""A report's percentages worked out: what each is of, which are wrong, and which nothing gives."""

from __future__ import annotations

from extractor.check.bases import Percentages
from extractor.check.figures import Figures
from extractor.check.percent_infeasible import solve_without_counts
from extractor.check.percent_recompute import recompute
from extractor.lexicon.checklist import CheckBook


def percentages(figures: Figures, book: CheckBook) -> Percentages:
    """Those with a printed count first; the others are solved on the totals that are left."""
    worked = Percentages()
    recompute(figures, book, worked)
    solve_without_counts(figures, book, worked)
    return worked
