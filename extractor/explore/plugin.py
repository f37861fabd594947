"""The explorer's pages, as a plugin of Datasette."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from datasette import hookimpl
from datasette.utils.asgi import Request, Response

from extractor.corrections import CorrectionsFault
from extractor.explore import evidence, review
from extractor.explore.server import Options
from extractor.explore.sides import sides
from extractor.explore.store import Store
from extractor.explore.words import FIRST, MARKS, figure_words, name, shown, sorted_lines
from extractor.lexicon.rulebook import Rulebook
from extractor.model import contract
from extractor.model.types import Unreadable

NAME = "extractor-explore"
PAGES_ONLY = "This report gives no picture of its pages."
TAKE = "take:"
"""A verdict that takes one side: the rules or a reader's name follows."""
BATCH = ("report", "table", "label")
"""What a batch of rows to review may share."""


@dataclass
class Explorer:
    """What the pages stand on."""

    store: Store
    options: Options
    book: Rulebook
    queries: Mapping[str, Any]
    """The questions that people ask."""
    drawing: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One page is drawn at a time: memory stays bounded, and pdfium is used by one thread."""


class Sorry(Exception):
    """A page that there is not, with one sentence saying why."""

    def __init__(self, sentence: str, status: int = 404) -> None:
        super().__init__(sentence)
        self.status = status


View = Callable[[Any, Request], Awaitable[Response]]
Found = Callable[[Explorer, Request], dict[str, Any]]


async def _shown(
    datasette: Any, request: Request, template: str, given: dict[str, Any], status: int
) -> Response:
    given["asked"] = request.args
    return Response.html(await datasette.render_template(template, given, request=request), status=status)


def page(template: str) -> Callable[[Found], View]:
    """A page that shows what a function finds, in this template or the one that it names itself."""

    def decorate(found: Found) -> View:
        async def view(datasette: Any, request: Request) -> Response:
            try:
                given = await asyncio.to_thread(found, datasette.extractor, request)
            except Sorry as sorry:
                return await _shown(
                    datasette, request, "explore_sorry.html", {"sentence": str(sorry)}, sorry.status
                )
            return await _shown(datasette, request, given.pop("template", template), given, 200)

        view.__doc__ = found.__doc__
        return view

    return decorate


@hookimpl
def register_routes() -> list[tuple[str, View]]:
    """The explorer's addresses, ahead of Datasette's own."""
    return [
        (r"^/$", home),
        (r"^/-/council/(?P<code>[A-Z]\d{8})$", council),
        (r"^/-/figure/(?P<id>[0-9a-f]{4,64})$", figure),
        (r"^/-/picture/(?P<id>[0-9a-f]{4,64})\.png$", picture),
        (r"^/-/search$", search),
        (r"^/-/columns$", columns),
        (r"^/-/review$", batches),
        (r"^/-/review/next$", card),
        (r"^/-/review/decide$", decide),
    ]


@hookimpl
def extra_template_vars(datasette: Any) -> dict[str, Any]:
    """What every template may use."""
    explorer: Explorer = datasette.extractor
    return {"shown": shown, "named": name, "marks": MARKS, "read_only": explorer.options.read_only}


@hookimpl
def extra_css_urls() -> list[str]:
    """The explorer's style, on Datasette's own pages too."""
    return ["/explore/explore.css"]


@page("explore_home.html")
def home(explorer: Explorer, request: Request) -> dict[str, Any]:
    """Councils of one year and procedure side by side; each figure opens its evidence."""
    store, asked = explorer.store, request.args
    periods = store.periods()
    period = asked.get("period") or (periods[0][0] if periods else "")
    procedure, by = asked.get("procedure") or "", asked.get("sort") or ""
    every = asked.get("columns") == "all"
    columns = [one for one in store.headlines.headlines if every or one.id in FIRST]
    where = "period = ?" + (" and procedure = ?" if procedure else "")
    lines = store.lines(columns, where, [period, procedure] if procedure else [period])
    return {
        "lines": sorted_lines(lines, by, asked.get("order") == "up"),
        "columns": columns,
        "periods": periods,
        "period": period,
        "procedure": procedure,
        "procedures": [(one, name("procedure", one)) for one in store.headlines.procedures],
        "every": every,
        "by": by,
        "councils": store.rows(
            "select distinct authority_code, authority_name from councils order by authority_name"
        ),
        "queries": explorer.queries,
    }


@page("explore_council.html")
def council(explorer: Explorer, request: Request) -> dict[str, Any]:
    """One council: its headline figures year by year, its reports, and what to be careful of."""
    store, code = explorer.store, request.url_vars["code"]
    headlines = store.headlines.headlines
    lines = store.lines(headlines, "authority_code = ?", [code])
    reports = store.rows(
        "select r.*, c.status, c.reason, c.observations from reports r join coverage c using (source_file)"
        " where r.authority_code = ? order by r.report_period, source_file",
        [code],
    )
    if not lines and not reports:
        raise Sorry(f"No report in this dataset is of a council with the code {code}.")
    groups = []
    for procedure in store.headlines.procedures:
        own = [line for line in lines if line.procedure == procedure]
        used = [one for one in headlines if any(line.cells[one.id].value is not None for line in own)]
        if own:
            groups.append((name("procedure", procedure), own, used))
    return {
        "title": lines[0].name if lines else reports[0]["authority_name"],
        "code": code,
        "groups": groups,
        "reports": reports,
        "checks": store.rows(
            "select * from checks where authority_code = ? and severity <> 'info' order by period", [code]
        ),
    }


@page("explore_figure.html")
def figure(explorer: Explorer, request: Request) -> dict[str, Any]:
    """One figure: the printed words, where they stand, and how each part of its coding came about."""
    found = explorer.store.figure(request.url_vars["id"])
    if found is None:
        raise Sorry(f"There is no figure {request.url_vars['id']} in this dataset.")
    return _evidence(explorer, found)


def _evidence(explorer: Explorer, row: dict[str, Any]) -> dict[str, Any]:
    """What a page on one figure shows."""
    store, options = explorer.store, explorer.options
    before, after = store.beside(row)
    file = evidence.report_file(options.reports, row["source_file"])
    excerpt, missing = None, ""
    drawn = bool(file and row["page"] and row["bbox"] and file.suffix.lower() == ".pdf")
    if file is None:
        missing = f"{row['source_file']} is not in {options.reports}: use --reports to name its folder."
    elif not drawn:
        try:
            excerpt = evidence.excerpt(file, row, options.patterns)
        except (Unreadable, OSError) as error:
            missing = f"The report cannot be read any more: {error}"
        if excerpt is None and not missing:
            missing = "The place could not be found in the report: it may have been changed since the run."
    fields = contract.TABLES["observations"].fields
    return {
        "row": row,
        "words": figure_words(row),
        "because": [part.strip() for part in (row["because"] or "").split(";") if part.strip()],
        "labels": store.categories(row),
        "sides": sides(row, store.answers(row)),
        "details": [(one, row[one.id]) for one in fields if row.get(one.id) not in (None, "")],
        "before": before,
        "after": after,
        "drawn": drawn,
        "excerpt": excerpt,
        "missing": missing,
    }


async def picture(datasette: Any, request: Request) -> Response:
    """The page of a report with one figure marked; ?near=1 the band around it."""
    explorer: Explorer = datasette.extractor
    row = await asyncio.to_thread(explorer.store.figure, request.url_vars["id"])
    file = evidence.report_file(explorer.options.reports, row["source_file"]) if row else None
    if row is None or file is None or not row["bbox"]:
        return Response.text(PAGES_ONLY, status=404)
    near = request.args.get("near") == "1"
    try:
        async with explorer.drawing:
            png = await asyncio.to_thread(evidence.picture, file, row, explorer.options.patterns, near)
    except (Unreadable, OSError) as error:
        return Response.text(f"The page cannot be drawn: {error}", status=404)
    return Response(png, headers={"cache-control": "private, max-age=600"}, content_type="image/png")


@page("explore_search.html")
def search(explorer: Explorer, request: Request) -> dict[str, Any]:
    """Figures by the words printed with them, and councils by name."""
    asked = " ".join((request.args.get("q") or "").split())
    quoted = " ".join(f'"{word}"' for word in re.findall(r"\w+", asked))
    sql = (
        "select o.* from observations_fts f join observations o on o.rowid = f.rowid"
        " where observations_fts match ? order by rank limit 100"
    )
    rows = explorer.store.rows(sql, [quoted]) if quoted else []
    councils = explorer.store.rows(
        "select distinct authority_code, authority_name from coverage"
        " where authority_name like ? and authority_code is not null order by authority_name limit 50",
        [f"%{asked}%"],
    )
    found = [(row, figure_words(row)) for row in rows]
    return {"q": asked, "found": found, "councils": councils if asked else []}


@page("explore_columns.html")
def columns(explorer: Explorer, request: Request) -> dict[str, Any]:
    """What each column of each table means."""
    return {"tables": list(contract.TABLES.values())}


@page("explore_review.html")
def batches(explorer: Explorer, request: Request) -> dict[str, Any]:
    """What there is to settle."""
    return dict(review.batches(explorer.store))


@page("explore_card.html")
def card(explorer: Explorer, request: Request) -> dict[str, Any]:
    """The next row of a batch that nobody has settled, or the one asked for."""
    asked = request.args
    batch = {key: asked.get(key) or "" for key in BATCH}
    try:
        done = review.decided(explorer.options.corrections)
    except CorrectionsFault as fault:
        raise Sorry(str(fault), 409) from fault
    left = review.queue(explorer.store, batch["report"], batch["table"], batch["label"], done)
    skipped = asked.get("after") or ""
    if skipped in left:
        left = left[left.index(skipped) + 1 :]
    wanted, last = asked.get("id") or next(iter(left), ""), asked.get("last") or ""
    row = explorer.store.figure(wanted) if wanted else None
    if row is None:
        return {"template": "explore_done.html", "batch": batch, "last": last}
    return {
        "batch": {key: value for key, value in batch.items() if value},
        "left": len(left),
        "skip": urlencode({**batch, "after": row["observation_id"]}),
        "last": last,
        "choices": review.choices(explorer.book),
        "by": explorer.options.by,
        **_evidence(explorer, row),
    }


async def decide(datasette: Any, request: Request) -> Response:
    """Write one decision, and show the next row."""
    explorer: Explorer = datasette.extractor
    form = await request.post_vars() if request.method == "POST" else {}
    try:
        await asyncio.to_thread(_settle, explorer, request, form)
    except Sorry as sorry:
        return await _shown(datasette, request, "explore_sorry.html", {"sentence": str(sorry)}, sorry.status)
    identity, undone = form.get("id", ""), form.get("verdict") == "undo"
    batch = {key: form[key] for key in BATCH if form.get(key)}
    onwards = {**batch, "id": identity} if undone else {**batch, "last": identity}
    return Response.redirect(f"/-/review/next?{urlencode(onwards)}", status=303)


def _refused(explorer: Explorer, request: Request) -> str:
    """Why a decision may not be written, or ''."""
    if request.method != "POST":
        return "A decision is sent by the review form."
    if explorer.options.read_only:
        return "The explorer was started with --read-only: nothing can be settled here."
    origin = request.headers.get("origin") or request.headers.get("referer") or ""
    if urlsplit(origin).netloc != request.headers.get("host"):
        return "A decision can only be sent from the explorer's own pages."
    return ""


def _settle(explorer: Explorer, request: Request, form: Mapping[str, str]) -> None:
    """Write what the form decides. Raises Sorry where nothing was written."""
    if refused := _refused(explorer, request):
        raise Sorry(refused, 403)
    try:
        _write(explorer, form)
    except OSError as error:
        raise Sorry(f"Nothing was written: {error.strerror or error}.", 409) from error
    except (CorrectionsFault, sqlite3.Error) as error:
        raise Sorry(str(error), 409) from error


def _write(explorer: Explorer, form: Mapping[str, str]) -> None:
    options, store = explorer.options, explorer.store
    identity, verdict = form.get("id", ""), form.get("verdict", "")
    by = form.get("by", "").strip() or options.by
    if verdict == "undo":
        review.undo(options.corrections, identity, by)
        return
    row = store.figure(identity)
    if row is None:
        raise CorrectionsFault(f"There is no figure {identity} in this dataset.")
    why = form.get("because", "").strip() or "seen on the page"
    if verdict.startswith(TAKE):
        verdict, changes = _taken(store, row, verdict.removeprefix(TAKE))
        review.decide([row], verdict, changes, (by, why), options.corrections, explorer.book)
        return
    if verdict not in contract.VERDICTS:
        raise CorrectionsFault(f"'{verdict}' is not a decision.")
    chosen = {c: form.get(f"set_{c}", "=") for c in review.RECODED} if verdict == "recode" else {}
    changes = {c: code for c, code in chosen.items() if code not in ("=", row[c] or "")}
    if verdict == "recode" and not changes:
        raise CorrectionsFault("No code was changed: choose another code, or confirm the row.")
    rows = [row]
    if form.get("whole_table") and row["table_index"]:
        found = store.rows(
            "select * from observations where source_file = ? and table_index = ?",
            (row["source_file"], row["table_index"]),
        )
        rows = [one for one in found if any((one[c] or "") != code for c, code in changes.items())]
    review.decide(rows, verdict, changes, (by, why), options.corrections, explorer.book)


def _taken(store: Store, row: dict[str, Any], who: str) -> tuple[str, dict[str, str]]:
    """The decision that takes the rules' or a reader's coding. Raises CorrectionsFault."""
    for one in sides(row, store.answers(row)):
        if one.who == who:
            return one.decision(row)
    raise CorrectionsFault(f"'{who}' says nothing else of this figure.")
