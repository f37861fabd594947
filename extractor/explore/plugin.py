"""The explorer's pages, as a plugin of Datasette."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from datasette import hookimpl
from datasette.utils.asgi import Request, Response

from extractor.corrections import CorrectionsFault
from extractor.explore import evidence, review
from extractor.explore.server import Options
from extractor.explore.store import Store
from extractor.explore.words import FIRST, MARKS, figure_words, name, shown, sorted_lines
from extractor.lexicon.rulebook import Rulebook
from extractor.model import contract
from extractor.model.types import Unreadable

NAME = "extractor-explore"
PAGES_ONLY = "This report gives no picture of its pages."


@dataclass
class Explorer:
    """What the pages stand on."""

    store: Store
    options: Options
    book: Rulebook
    drawing: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One page is drawn at a time: memory stays bounded, and pdfium is used by one thread."""


View = Callable[[Any, Request], Awaitable[Response]]


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


async def _page(datasette: Any, request: Request, template: str, **given: Any) -> Response:
    status = given.pop("status", 200)
    given["asked"] = request.args
    return Response.html(await datasette.render_template(template, given, request=request), status=status)


async def _sorry(datasette: Any, request: Request, sentence: str, status: int = 404) -> Response:
    return await _page(datasette, request, "explore_sorry.html", sentence=sentence, status=status)


async def home(datasette: Any, request: Request) -> Response:
    """Councils of one year and procedure side by side; each figure opens its evidence."""
    explorer: Explorer = datasette.extractor
    store = explorer.store
    periods = await asyncio.to_thread(store.periods)
    period = request.args.get("period") or (periods[0][0] if periods else "")
    headlines = store.headlines.headlines
    every = request.args.get("columns") == "all"
    columns = [one for one in headlines if every or one.id in FIRST]
    where, values = "period = ?", [period]
    procedure = request.args.get("procedure") or ""
    if procedure:
        where, values = f"{where} and procedure = ?", [period, procedure]
    lines = await asyncio.to_thread(store.lines, columns, where, values)
    by = request.args.get("sort") or ""
    lines = sorted_lines(lines, by, request.args.get("order") == "up")
    return await _page(
        datasette,
        request,
        "explore_home.html",
        lines=lines,
        columns=columns,
        periods=periods,
        period=period,
        procedure=procedure,
        procedures=[(one, name("procedure", one)) for one in store.headlines.procedures],
        every=every,
        by=by,
        councils=await asyncio.to_thread(
            store.rows, "select distinct authority_code, authority_name from councils order by authority_name"
        ),
        queries=datasette.metadata("queries", database="complaints") or {},
    )


async def council(datasette: Any, request: Request) -> Response:
    """One council: its headline figures year by year, its reports, and what to be careful of."""
    explorer: Explorer = datasette.extractor
    store, code = explorer.store, request.url_vars["code"]
    headlines = store.headlines.headlines
    lines = await asyncio.to_thread(store.lines, headlines, "authority_code = ?", [code])
    reports = await asyncio.to_thread(
        store.rows,
        "select r.*, c.status, c.reason, c.observations from reports r join coverage c using (source_file)"
        " where r.authority_code = ? order by r.report_period, source_file",
        [code],
    )
    if not lines and not reports:
        return await _sorry(
            datasette, request, f"No report in this dataset is of a council with the code {code}."
        )
    checks = await asyncio.to_thread(
        store.rows,
        "select * from checks where authority_code = ? and severity <> 'info' order by period",
        [code],
    )
    groups = []
    for procedure in store.headlines.procedures:
        own = [line for line in lines if line.procedure == procedure]
        used = [one for one in headlines if any(line.cells[one.id].value is not None for line in own)]
        if own:
            groups.append((name("procedure", procedure), own, used))
    title = lines[0].name if lines else reports[0]["authority_name"]
    return await _page(
        datasette,
        request,
        "explore_council.html",
        title=title,
        code=code,
        groups=groups,
        reports=reports,
        checks=checks,
    )


async def figure(datasette: Any, request: Request) -> Response:
    """One figure: the printed words, where they stand, and how each part of its coding came about."""
    explorer: Explorer = datasette.extractor
    found = await asyncio.to_thread(explorer.store.figure, request.url_vars["id"])
    if found is None:
        return await _sorry(
            datasette, request, f"There is no figure {request.url_vars['id']} in this dataset."
        )
    return await _page(
        datasette, request, "explore_figure.html", **await asyncio.to_thread(_evidence, explorer, found)
    )


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
    details = [
        (one, row[one.id])
        for one in contract.TABLES["observations"].fields
        if row.get(one.id) not in (None, "")
    ]
    return {
        "row": row,
        "words": figure_words(row),
        "because": [part.strip() for part in (row["because"] or "").split(";") if part.strip()],
        "labels": store.categories(row),
        "details": details,
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


async def search(datasette: Any, request: Request) -> Response:
    """Figures by the words printed with them, and councils by name."""
    store: Store = datasette.extractor.store
    asked = " ".join((request.args.get("q") or "").split())
    quoted = " ".join(f'"{word}"' for word in re.findall(r"\w+", asked))
    sql = (
        "select o.* from observations_fts f join observations o on o.rowid = f.rowid"
        " where observations_fts match ? order by rank limit 100"
    )
    councils = await asyncio.to_thread(
        store.rows,
        "select distinct authority_code, authority_name from coverage"
        " where authority_name like ? and authority_code is not null order by authority_name limit 50",
        [f"%{asked}%"],
    )
    rows = await asyncio.to_thread(store.rows, sql, [quoted]) if quoted else []
    found = [(row, figure_words(row)) for row in rows]
    return await _page(
        datasette, request, "explore_search.html", q=asked, found=found, councils=councils if asked else []
    )


async def columns(datasette: Any, request: Request) -> Response:
    """What each column of each table means."""
    return await _page(datasette, request, "explore_columns.html", tables=list(contract.TABLES.values()))


async def batches(datasette: Any, request: Request) -> Response:
    """What there is to settle."""
    found = await asyncio.to_thread(review.batches, datasette.extractor.store)
    return await _page(datasette, request, "explore_review.html", **found)


async def card(datasette: Any, request: Request) -> Response:
    """The next row of a batch that nobody has settled, or the one asked for."""
    explorer: Explorer = datasette.extractor
    batch = {key: request.args.get(key) or "" for key in ("report", "table", "label")}
    try:
        done = await asyncio.to_thread(review.decided, explorer.options.corrections)
    except CorrectionsFault as fault:
        return await _sorry(datasette, request, str(fault), 409)
    left = await asyncio.to_thread(
        review.queue, explorer.store, batch["report"], batch["table"], batch["label"], done
    )
    skipped = request.args.get("after") or ""
    if skipped in left:
        left = left[left.index(skipped) + 1 :]
    row = (
        await asyncio.to_thread(explorer.store.figure, request.args.get("id") or left[0])
        if left or request.args.get("id")
        else None
    )
    if row is None:
        return await _page(
            datasette, request, "explore_done.html", batch=batch, last=request.args.get("last") or ""
        )
    return await _page(
        datasette,
        request,
        "explore_card.html",
        batch={key: value for key, value in batch.items() if value},
        left=len(left),
        skip=urlencode({**batch, "after": row["observation_id"]}),
        last=request.args.get("last") or "",
        choices=await asyncio.to_thread(review.choices, explorer.book),
        by=explorer.options.by,
        **await asyncio.to_thread(_evidence, explorer, row),
    )


async def decide(datasette: Any, request: Request) -> Response:
    """Write one decision, and show the next row."""
    explorer: Explorer = datasette.extractor
    refused = _refused(explorer, request)
    if refused:
        return await _sorry(datasette, request, refused, 403)
    form = await request.post_vars()
    try:
        await asyncio.to_thread(_settle, explorer, form)
    except (CorrectionsFault, OSError, sqlite3.Error) as error:
        sentence = (
            f"Nothing was written: {error.strerror}."
            if isinstance(error, OSError) and error.strerror
            else str(error)
        )
        return await _sorry(datasette, request, sentence, 409)
    identity, undone = form.get("id", ""), form.get("verdict") == "undo"
    batch = {key: form[key] for key in ("report", "table", "label") if form.get(key)}
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


def _settle(explorer: Explorer, form: dict[str, str]) -> None:
    """Raises CorrectionsFault, OSError and sqlite3.Error."""
    options, store = explorer.options, explorer.store
    identity, verdict = form.get("id", ""), form.get("verdict", "")
    by = form.get("by", "").strip() or options.by
    if verdict == "undo":
        review.undo(options.corrections, identity, by)
        return
    row = store.figure(identity)
    if row is None:
        raise CorrectionsFault(f"There is no figure {identity} in this dataset.")
    if verdict not in contract.VERDICTS:
        raise CorrectionsFault(f"'{verdict}' is not a decision.")
    changes = (
        {c: form[f"set_{c}"] for c in review.RECODED if form.get(f"set_{c}", "=") != "="}
        if verdict == "recode"
        else {}
    )
    changes = {c: code for c, code in changes.items() if code != (row[c] or "")}
    if verdict == "recode" and not changes:
        raise CorrectionsFault("No code was changed: choose another code, or confirm the row.")
    rows = [row]
    if form.get("whole_table") and row["table_index"]:
        found = store.rows(
            "select * from observations where source_file = ? and table_index = ?",
            (row["source_file"], row["table_index"]),
        )
        rows = [one for one in found if any((one[c] or "") != code for c, code in changes.items())]
    because = form.get("because", "").strip() or "seen on the page"
    review.decide(store, rows, verdict, changes, (by, because), options.corrections, explorer.book)
