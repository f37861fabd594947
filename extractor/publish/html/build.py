"""Puts the pages together: each section of report.html within its share of the room, then all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from extractor.lexicon import store
from extractor.lexicon.page_schema import Page
from extractor.model import contract
from extractor.model.table import texts as cells_of
from extractor.publish.html import headlines, lists, wording, years
from extractor.publish.html.figures import folded, groups
from extractor.publish.html.lists import Fitted, Row, fitting
from extractor.publish.html.printed import printed

if TYPE_CHECKING:
    from extractor.lexicon.rulebook import Rulebook
    from extractor.publish import Dataset


def page(dataset: Dataset, texts: Page) -> bytes:
    """The whole of report.html as UTF-8."""
    parts: Any = environment().get_template("parts.html").module
    rows, reports = dataset.rows("indicators"), dataset.rows("reports")

    def room(part: str) -> int:
        return texts.thresholds.page_bytes * int(getattr(texts.shares, part)) // 100

    found = lists.coverage(dataset.rows("coverage"), dataset.rows("universe"))
    figures = folded(groups(rows, texts))
    indicators = years.sections(figures, printed(dataset, rows), texts, parts, room("indicators"))
    return rendered(
        "report.html",
        dataset,
        texts=texts,
        headlines=headlines.headlines(rows, figures),
        tiles=lists.tiles(found["councils"], texts),
        index=fitting(headlines.index(indicators), lambda one: parts.listed(*one), room("index")),
        found=found,
        fitted=_fitted(dataset, found, texts, parts, room),
        indicators=indicators,
        agreement=Counter(cells_of(dataset.comparable, "agreement")),
        kinds=lists.kinds(dataset.rows("checks"), texts),
        checks=len(dataset.checks),
        issues=len(dataset.issues),
        severities=[f"{one.name}#" for one in lists.SEVERITIES],
        licences=sorted(Counter(row["licence"] for row in reports).items()),
        reports=len(reports),
        retrieved=sorted(row["retrieved"] for row in reports if row["retrieved"]),
        markers=_markers(rows),
    )


def method(dataset: Dataset, book: Rulebook) -> bytes:
    """method.html as UTF-8: what is read and what is not, how it is coded, and how far to rely on it."""
    mark = book.raw("checks").comparable_from
    confidence = [float(cell or 0) for cell in cells_of(dataset.observations, "confidence")]
    marks = Counter(cells_of(dataset.comparable, "comparable"))
    severities = Counter(cells_of(dataset.checks, "severity"))
    kinds = dataset.rows("quality")
    return rendered(
        "method.html",
        dataset,
        found=lists.coverage(dataset.rows("coverage"), dataset.rows("universe")),
        all=next((row for row in kinds if row["kind"] == "all"), None),
        kinds=kinds,
        mark=mark,
        rows={"all": len(confidence), "sure": sum(one >= mark for one in confidence)},
        comparable={"all": sum(marks.values()), **{one: marks[one] for one in contract.COMPARABLE}},
        checks={severity: severities[severity] for severity in contract.SEVERITIES},
        rules=book.raw("reconcile").rules,
    )


def rendered(template: str, dataset: Dataset, **given: Any) -> bytes:
    """A page with its style and what made it; nothing that differs between equal runs."""
    made, version = environment(), str(dataset.run.get("extractor", ""))
    assert made.loader is not None
    run = {
        "version": version if version[:1].isdigit() else "",
        "rules": str(dataset.run.get("rulebook", ""))[:12],
    }
    css = Markup(made.loader.get_source(made, "style.css")[0])
    return made.get_template(template).render(css=css, run=run, **given).encode()


class _Kept(BytecodeCache):
    """What jinja2 makes of a template, kept for later processes; it checks the template's own hash."""

    def load_bytecode(self, bucket: Bucket) -> None:
        if (kept := store.read(self._key(bucket))) is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        store.write(self._key(bucket), bucket.bytecode_to_string())

    @staticmethod
    def _key(bucket: Bucket) -> str:
        return store.key_of(["template", jinja2.__version__, bucket.key, store.code_hash()])


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Where the templates are, and the filters that they use."""
    made = Environment(
        bytecode_cache=_Kept(),
        loader=PackageLoader("extractor.publish.html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["codes"] = {name: tuple(codes.values()) for name, codes in contract.CODES.items()}
    made.filters |= {
        "called": lambda code, entries: wording.name(entries, code),
        "plural": wording.plural,
        "spoken": wording.spoken,
        "web": wording.web_address,
        "percent": lambda share: f"{100 * float(share):.0f}%",
    }
    return made


def _fitted(
    dataset: Dataset, found: dict[str, Any], texts: Page, parts: Any, room: Callable[[str], int]
) -> dict[str, Fitted]:
    """The long lists, each cut where its room ends."""
    reports = dataset.rows("reports")
    of_reports = lists.by_report(dataset.rows("checks"), reports)
    checks = fitting(of_reports, lambda one: parts.findings(one, texts), room("checks"))
    told = sum(len(one["findings"]) for one in of_reports[: len(checks.pieces)])
    sources = sorted(
        reports, key=lambda row: (*wording.council_order(row), row["report_period"], row["source_file"])
    )
    return {
        "gaps": fitting(found["councils"], lambda one: parts.gap(*one), room("gaps")),
        "not_whole": fitting(found["not_whole"], parts.not_whole, room("not_whole")),
        "checks": Fitted(checks.pieces, len(dataset.checks) - told),
        "issues": fitting(sorted(dataset.rows("issues"), key=_gravest), parts.issue, room("issues")),
        "sources": fitting(sources, parts.source, room("sources")),
    }


def _gravest(issue: Row) -> tuple[int, str, str]:
    return wording.rank(lists.SEVERITIES, issue["severity"]), issue["source_file"], issue["page"].zfill(6)


def _markers(rows: Iterable[Row]) -> list[contract.Code]:
    """The markers that stand in the figures of this page."""
    used = {row[name] for row in rows for name in ("value", "numerator", "denominator", "lower")}
    return [marker for marker in contract.CODES["marker"].values() if marker.id in used]
