"""What reading a Word file needs at hand, and what it gathers on the way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from extractor.model.types import Issue, Picture
from extractor.read.docx.charts import Chart
from extractor.read.docx.numbering import Numbering
from extractor.read.docx.paragraph import Fields
from extractor.read.docx.styles import Styles
from extractor.read.zip_package import Package, Relation


@dataclass(slots=True)
class Story:
    """One walk through a body, a header or a footer."""

    package: Package
    styles: Styles
    numbering: Numbering
    relations: dict[str, Relation]
    fields: Fields = field(default_factory=Fields)
    issues: list[Issue] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    charts: dict[Picture, Chart] = field(default_factory=dict)
    """Charts whose figures are kept, by the Picture that stands for them."""
    sizes: dict[str, int] = field(default_factory=dict)
    """Text of a paragraph outside tables to its size in half points."""
    letters: Counter[int] = field(default_factory=Counter)
    """Letters of the body by size."""
    tables: int = 0
