"""What a person settled by hand: read from corrections.csv, held against the run, and laid over it."""

from __future__ import annotations

from extractor.corrections import codes
from extractor.corrections.apply import Applied, apply, counted
from extractor.corrections.file import (
    COLUMNS,
    NAME,
    Correction,
    Corrections,
    CorrectionsFault,
    append,
    contradictions,
    for_label,
    for_row,
    guard,
    load,
)

__all__ = [
    "COLUMNS",
    "NAME",
    "Applied",
    "Correction",
    "Corrections",
    "CorrectionsFault",
    "append",
    "apply",
    "codes",
    "contradictions",
    "counted",
    "for_label",
    "for_row",
    "guard",
    "load",
]
