"""Shapes of lines that several formats know by the words of patterns/layout.yaml."""

from __future__ import annotations

from extractor.language.shapes import Shape

CONTENTS_TITLE = Shape(r"{contents_titles}\s*:?(?:\s*\b{page_words}(?: (?:{number_words_short})\.?)?)?$")
"""The heading of a list of contents."""
CHART_WORDS = Shape(r"\b{chart_words}\b")
ATTRIBUTION = Shape(r"{attribution_leads}\s|[-–—]")
"""How the line below a quotation begins that says whose words it is."""
QUESTION_CLAUSE = Shape(r"^{question_clauses}\b")
"""A clause that names its section: 'How complaints were received'."""
