"""method.html: what is read and what is not, how it is coded, and how far it may be relied on."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from markupsafe import Markup

from extractor.model import contract, table
from extractor.publish.html import build
from extractor.publish.html.coverage import coverage

if TYPE_CHECKING:
    from extractor.lexicon.rulebook import Rulebook
    from extractor.model.dataset import Dataset


def page(dataset: Dataset, book: Rulebook) -> bytes:
    """The page as UTF-8: the same rows and rulebook give the same bytes."""
    mark = book.raw("checks").comparable_from
    confidence = [float(cell or 0) for cell in table.texts(dataset.observations, "confidence")]
    marks = Counter(table.texts(dataset.comparable, "comparable"))
    severities = Counter(table.texts(dataset.checks, "severity"))
    kinds = dataset.rows("quality")
    html = (
        build.environment()
        .get_template("method.html")
        .render(
            css=Markup(build.style()),
            run=build.made_by(dataset),
            found=coverage(dataset.rows("coverage"), dataset.rows("universe")),
            all=next((row for row in kinds if row["kind"] == "all"), None),
            kinds=kinds,
            mark=mark,
            rows={"all": len(confidence), "sure": sum(one >= mark for one in confidence)},
            comparable={"all": sum(marks.values()), **{one: marks[one] for one in contract.COMPARABLE}},
            checks={severity: severities[severity] for severity in contract.SEVERITIES},
            rules=book.raw("reconcile").rules,
        )
    )
    return html.encode()
