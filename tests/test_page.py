"""report.html: structure, escaping, the same bytes, its size, and what it says where there is little."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import unquote

import page_rows
import pytest
from made import BOOK

from benchmarks import first_readings
from extractor import publish
from extractor.model import contract
from extractor.model.table import records
from extractor.publish import Dataset, quality
from extractor.publish import html as page

VOID = {"meta", "link", "br", "hr", "img", "input"}
FIFTEEN_YEARS = 16
MEGABYTES = 5_000_000


@dataclass
class Element:
    tag: str
    attrs: dict[str, str]
    parent: Element | None
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, *tags: str) -> list[Element]:
        found = [self] if self.tag in tags else []
        return found + [inner for child in self.children for inner in child.all(*tags)]

    def words(self) -> str:
        return " ".join(" ".join([self.text, *(child.words() for child in self.children)]).split())

    def outer(self, tag: str) -> Element | None:
        up = self.parent
        while up is not None and up.tag != tag:
            up = up.parent
        return up


class Reader(HTMLParser):
    """A tree, and an error where a tag is not closed as it was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.root = self.now = Element("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, self.now)
        assert len(made.attrs) == len(attrs), f"an attribute twice in {tag}"
        self.now.children.append(made)
        if tag not in VOID:
            self.now = made

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.now.tag == tag, f"</{tag}> closes <{self.now.tag}>"
        assert self.now.parent is not None
        self.now = self.now.parent

    def handle_data(self, data: str) -> None:
        self.now.text += data


def read(html: bytes) -> Element:
    reader = Reader()
    reader.feed(html.decode())
    reader.close()
    assert reader.now is reader.root
    return reader.root


def dataset(*indicators: page_rows.Row) -> Dataset:
    return replace(page_rows.empty(), indicators=list(indicators))


CASES = {
    "empty": page_rows.empty(),
    "one council": page_rows.many(1, 1, seed=2),
    "three councils": page_rows.many(3, 4, seed=3),
    "sixty councils": page_rows.many(60, 5, seed=4, spread=0.15),
    "all hidden": page_rows.suppressed(page_rows.many(12, 3)),
}


OWN_FILE = re.compile(r"[a-z]+\.csv|(method|report)\.html|data:text/csv;charset=utf-8,[\w%.~/-]+")
"""A file of the run, or a table's rows as a file inside the page."""
METHOD = "method"
"""The other page, held to the same rules."""


@pytest.fixture(scope="module", params=[*CASES, METHOD])
def tree(request: pytest.FixtureRequest) -> Element:
    if request.param == METHOD:
        return read(page.method(replace(CASES["three councils"], quality=quality()), BOOK))
    return read(page.html(CASES[request.param], BOOK))


def test_the_page_of_method_tells_errors_by_kind_and_this_run_s_coverage() -> None:
    kinds = [
        dict(
            zip(
                contract.TABLES["quality"].columns,
                ("all", "30", "1700", "0.9", "0.87", "0.75", "0.7"),
                strict=True,
            )
        ),
        dict(
            zip(
                contract.TABLES["quality"].columns,
                ("digest", "3", "139", "0.9", "0.81", "0.67", "0.6"),
                strict=True,
            )
        ),
    ]
    made = replace(CASES["three councils"], quality=kinds)
    tree = read(page.method(made, BOOK))
    cells = [[cell.words() for cell in row.all("th", "td")] for row in tree.all("tbody")[0].all("tr")]
    assert cells == [["All", "30", "1,700", "13%", "25%"], ["Digest", "3", "139", "19%", "33%"]]
    words = " ".join(tree.words().split())
    assert "it gave 87% of the numbers printed" in words and "75% were right in every part" in words
    assert f"{len(made.coverage)} files were looked at" in words
    assert [rule.says.lower() + "." for rule in BOOK.raw("reconcile").rules] == [
        one.words().lower() for one in tree.all("ol")[1].all("li")
    ]
    assert "No first readings are at hand." in read(page.method(CASES["empty"], BOOK)).words()


def test_the_quality_handed_out_is_that_of_the_first_readings() -> None:
    kinds = {row["kind"]: row for row in records(quality())}
    assert next(iter(kinds)) == "all" and set(kinds) == {"all", *first_readings.by_kind()}
    scored = first_readings.by_kind()["minutes"]
    assert kinds["minutes"]["numbers"] == str(sum(score.found.truth for score in scored))


def test_ids_are_unique_and_every_reference_has_its_aim(tree: Element) -> None:
    elements = tree.all(*{e.tag for e in walk(tree)})
    ids = Counter(e.attrs["id"] for e in elements if "id" in e.attrs)
    assert [name for name, count in ids.items() if count > 1] == []
    assert all(re.fullmatch(r"[A-Za-z][\w-]*", name) for name in ids)
    wanted = [aim for e in elements for aim in e.attrs.get("aria-labelledby", "").split()]
    wanted += [e.attrs["href"][1:] for e in elements if e.attrs.get("href", "").startswith("#")]
    assert set(wanted) <= set(ids)


def walk(element: Element) -> list[Element]:
    return [inner for child in element.children for inner in (child, *walk(child))]


def test_headings_do_not_skip_and_landmarks_are_there(tree: Element) -> None:
    levels = [int(e.tag[1]) for e in tree.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert [len(tree.all(tag)) for tag in ("main", "header", "nav", "footer")] == [1, 1, 1, 1]
    assert tree.all("html")[0].attrs["lang"] == "en-GB"
    skip = next(e for e in tree.all("body")[0].children)
    assert (skip.tag, skip.attrs["href"]) == ("a", "#main")


def test_tables_have_captions_and_scopes(tree: Element) -> None:
    for table in tree.all("table"):
        assert table.all("caption")[0].words()
        assert all(cell.attrs["scope"] in {"row", "col"} for cell in table.all("th"))
        width = len(table.all("thead")[0].all("th"))
        assert {len(row.all("th", "td")) for row in table.all("tbody")[0].all("tr")} <= {width}


def test_every_chart_has_words_and_a_table_with_its_numbers(tree: Element) -> None:
    for svg in tree.all("svg"):
        named = {e.attrs["id"]: e for e in svg.all("title", "desc") if "id" in e.attrs}
        assert svg.attrs["role"] == "img"
        assert all(named[name].words() for name in svg.attrs["aria-labelledby"].split())
        block = next(up for tag in ("div", "details") if (up := year_of(svg, tag)))
        rows = {row.all("th")[0].words(): row.words() for row in block.all("tbody")[0].all("tr")}
        if svg.attrs.get("class") == "funnel":
            told = [e.words().partition(": ") for e in svg.all("title")[1:]]
            assert len(told) == len(svg.all("circle")) + len(svg.all("path")) - drawn_lines(svg)
        else:
            desc = next(e.words() for e in svg.all("desc"))
            told = [(svg.all("title")[0].words(), "", cell.split(": ")[1]) for cell in desc.split("; ")]
        assert told and all(value in rows[council] for council, _, value in told)


def year_of(element: Element, tag: str) -> Element | None:
    up = element.outer(tag)
    return up if up is None or up.attrs.get("class") == "year" else year_of(up, tag)


def drawn_lines(svg: Element) -> int:
    lines = {"grid", "axis", "inner", "outer", "target"}
    return sum(path.attrs["class"] in lines for path in svg.all("path"))


def test_nothing_is_fetched_and_nothing_runs(tree: Element) -> None:
    assert tree.all("script", "iframe", "img", "object", "embed", "form") == []
    for element in walk(tree):
        assert not {"src", "srcset", "data", "onclick", "onload", "style"} & element.attrs.keys() or (
            element.tag == "i" and set(element.attrs) == {"style"}
        )
        if element.tag != "a":
            assert element.attrs.get("href", "data:,") == "data:,"
    css = tree.all("style")[0].text
    assert "url(" not in css and "@import" not in css and "@font-face" not in css


def test_links_go_to_the_page_its_files_or_the_reports(tree: Element) -> None:
    for link in tree.all("a"):
        aim = link.attrs["href"]
        assert aim.startswith(("#", "https://www.example.gov.uk/")) or OWN_FILE.fullmatch(aim)


def test_councils_stand_in_the_order_of_names(tree: Element) -> None:
    for block in tree.all("details", "div"):
        if block.attrs.get("class") == "year":
            names = [row.all("th")[0].words() for row in block.all("tbody")[0].all("tr")]
            assert names == sorted(names, key=str.casefold)


def test_the_same_rows_give_the_same_bytes_in_any_order() -> None:
    made = page_rows.many(12, 3, spread=0.1)
    turned = replace(
        made,
        coverage=made.rows("coverage")[::-1],
        indicators=made.indicators[::-1],
        reports=made.reports[::-1],
        universe=made.universe[::-1],
    )
    assert (
        page.html(made, BOOK) == page.html(turned, BOOK) == page.html(page_rows.many(12, 3, spread=0.1), BOOK)
    )


def test_no_time_of_the_run_is_told() -> None:
    made = page_rows.many(2, 2)
    other = {**made.run, "timings": {"reading": 9.25}, "counts": {"from_cache": 7}}
    assert page.html(made, BOOK) == page.html(replace(made, run=other), BOOK)


NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }} {% for x in y %}",
    "=HYPERLINK(0)",
    "</style></title></desc></svg>",
    "Côte d'Azur \U0001f600 & Sons",
]


@pytest.mark.parametrize("nasty", NASTY)
def test_whatever_a_label_holds_is_text(nasty: str) -> None:
    made = page_rows.many(11, 2)

    def spoilt(rows: object) -> list[page_rows.Row]:
        kept = {"period", "report_period", "status", "severity", "url", "unit"}
        return [
            {k: v if k in kept or re.fullmatch(r"[\d.]*", v) else nasty for k, v in row.items()}
            for row in rows  # type: ignore[attr-defined]
        ]

    for part in ("coverage", "universe", "reports", "indicators", "checks", "issues"):
        made = replace(made, **{part: spoilt(made.rows(part))})
    tree = read(page.html(made, BOOK))
    assert tree.all("script", "img", "iframe") == []
    assert not any(name.startswith("on") for element in walk(tree) for name in element.attrs)
    assert " ".join(nasty.split()) in tree.words()
    assert "49" not in tree.all("h1")[0].words()


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x.y", ""]
)
def test_only_web_addresses_become_links(address: str) -> None:
    made = page_rows.many(2, 2)
    made = replace(made, reports=[{**row, "url": address} for row in made.rows("reports")])
    made = replace(made, checks=[{**row, "source_url": address} for row in made.rows("checks")])
    tree = read(page.html(made, BOOK))
    assert all(
        aim[:1] == "#" or OWN_FILE.fullmatch(aim) for aim in (link.attrs["href"] for link in tree.all("a"))
    )
    assert "extractor explain" in tree.words(), "a place without an address is told by its row's id"


def test_gaps_come_before_figures() -> None:
    tree = read(page.html(page_rows.many(5, 6), BOOK))
    ids = [e.attrs["id"] for e in tree.all("h2", "h3") if "id" in e.attrs]
    assert ids.index("coverage") < ids.index("gaps") < ids.index("not-whole") < ids.index("indicators")


def test_missing_years_are_named_for_each_council() -> None:
    one = {"authority_code": "E06000001", "authority_name": "Ashton", "region": "London"}
    status = {"2015/16": "missing", "2016/17": "missing", "2017/18": "have", "2019/20": "missing"}
    made = replace(
        page_rows.many(1, 1), universe=[{**one, "period": year, "status": s} for year, s in status.items()]
    )
    (table,) = (
        t for t in read(page.html(made, BOOK)).all("table") if "by council" in t.all("caption")[0].words()
    )
    assert [cell.words() for cell in table.all("tbody")[0].all("th", "td")] == [
        "Ashton",
        "London",
        "2017/18",
        "2015/16 to 2016/17, 2019/20",
    ]


def test_an_empty_run_says_so() -> None:
    words = read(page.html(page_rows.empty(), BOOK)).words()
    assert "This run read no reports." in words
    assert "It is not known which reports should exist" in words
    assert "There are no indicators." in words


def test_one_council_has_no_funnel_and_the_page_says_why() -> None:
    (council,) = page_rows.councils(1)
    tree = read(page.html(dataset(page_rows.share(council, "2020/21", 9, 90)), BOOK))
    assert tree.all("svg") == []
    assert tree.words().count("A funnel plot needs 10 councils with comparable figures") == 1


def test_hidden_figures_stay_hidden() -> None:
    made = page_rows.many(12, 3)
    words = read(page.html(page_rows.suppressed(made), BOOK)).words()
    assert "means hidden, so that no one can be recognised" in words
    assert not read(page.html(page_rows.suppressed(made), BOOK)).all("svg")
    shown = read(page.html(made, BOOK)).words()
    some = [row for row in made.rows("indicators") if row["unit"] == "percent" and len(row["numerator"]) > 1]
    assert all(f"{row['numerator']} of {row['denominator']}" in shown for row in some)
    assert not any(f"{row['numerator']} of {row['denominator']}" in words for row in some)


def test_figures_that_are_not_comparable_say_why_and_are_in_no_chart() -> None:
    councils = page_rows.councils(12)
    rows = [page_rows.share(council, "2020/21", 20 + n, 90) for n, council in enumerate(councils)]
    rows[3] |= {"comparable": "no", "not_comparable_because": "not comparable because it counts open ones."}
    tree = read(page.html(dataset(*rows), BOOK))
    (table,) = (t for t in tree.all("table") if "Upheld" in t.all("caption")[0].words())
    cells = {row.all("th")[0].words(): row.words() for row in table.all("tbody")[0].all("tr")}
    assert cells[councils[3][1]].endswith("not in the plot Not comparable because it counts open ones")
    (funnel,) = tree.all("svg")
    assert len(funnel.all("circle")) == 11


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("denominator_class", "accepted"),
        ("stage", "stage_2"),
        ("scope", "whole_council"),
        ("event_basis", "closed"),
    ],
)
def test_what_differs_in_kind_is_never_in_one_table(column: str, value: str) -> None:
    pairs = page_rows.councils(4)
    rows = [page_rows.share(one, "2020/21", 9, 90) for one in pairs[:2]]
    rows += [page_rows.share(one, "2020/21", 9, 90, **{column: value}) for one in pairs[2:]]
    every = read(page.html(dataset(*rows), BOOK)).all("table")
    tables = [t for t in every if "2020/21" in t.all("caption")[0].words()]
    assert [len(t.all("tbody")[0].all("tr")) for t in tables] == [2, 2]
    assert len({t.all("caption")[0].words() for t in tables}) == 2


def test_groups_of_one_council_are_one_table_that_tells_them_apart() -> None:
    one, other = page_rows.councils(2)
    rows = [
        page_rows.share(one, "2020/21", 9, 90),
        page_rows.share(one, "2019/20", 9, 90),
        page_rows.share(other, "2020/21", 8, 90, stage="stage_2"),
        *(page_rows.share(who, "2020/21", 7, 90, denominator_class="unknown") for who in (one, other)),
    ]
    (table,) = read(page.html(dataset(*rows), BOOK)).all("table")
    head = [cell.words() for cell in table.all("thead")[0].all("th")]
    assert head[:5] == ["Council", "Procedure", "Stage", "Base", "Year"]
    told = [
        tuple(cell.words() for cell in row.all("th", "td")[:5]) for row in table.all("tbody")[0].all("tr")
    ]
    assert len(set(told)) == len(rows) == len(told)
    assert sorted({line[2] for line in told}) == ["stage 1", "stage 2"]
    marks = [cell.attrs["class"] for cell in table.all("td") if "b" in cell.attrs.get("class", "").split()]
    assert marks == ["b hollow"] * 5, "nothing here may be set beside anything else"


def test_the_year_with_most_councils_stands_open_and_the_others_are_folded() -> None:
    councils = page_rows.councils(3)
    rows = [page_rows.share(council, "2018/19", 9, 90) for council in councils]
    rows += [page_rows.share(council, "2020/21", 9, 90) for council in councils[:2]]
    tree = read(page.html(dataset(*rows), BOOK))
    (group,) = (one for one in tree.all("div", "details") if one.attrs.get("class") == "group")
    first, more = group.children
    assert "2018/19" in first.all("caption")[0].words() and first.tag == "div"
    assert more.tag == "details" and "open" not in more.attrs
    assert [e.all("summary")[0].words() for e in more.all("details") if e.attrs.get("class") == "year"] == [
        "2020/21: 2 figures"
    ]


def test_every_figure_opens_the_words_it_was_read_from() -> None:
    made = page_rows.many(4, 3)
    seen = {
        "observation_id": "a1b2c3",
        "source_file": "a.pdf",
        "page": "4",
        "source_url": "https://www.example.gov.uk/a.pdf#page=4",
        "evidence": "Of 90 complaints, 15 were <upheld>.",
    }
    tree = read(page.html(replace(made, observations=[seen]), BOOK))
    figures = [e for e in tree.all("td") if "v" in e.attrs.get("class", "").split()]
    shown = [e for e in figures if e.words() != "none"]
    assert len(shown) > len(made.indicators)
    for cell in shown:
        assert seen["evidence"] in cell.words()
        assert [a.attrs["href"] for a in cell.all("a")] == [seen["source_url"]] * len(cell.all("details"))
        assert cell.all("a")[0].words() == "a.pdf, page 4"
    assert "extractor explain a1b2c3" in read(page.html(made, BOOK)).words(), "its words are not at hand"


def test_a_table_is_handed_out_as_a_file_that_no_spreadsheet_runs() -> None:
    one, other = page_rows.councils(2)
    rows = [page_rows.share(council, "2020/21", 9, 90) for council in (one, other)]
    rows[0] |= {"authority_name": "=HYPERLINK(0)"}
    link = next(a for a in read(page.html(dataset(*rows), BOOK)).all("a") if "download" in a.attrs)
    text = unquote(link.attrs["href"].partition(",")[2])
    lines = list(csv.DictReader(io.StringIO(text)))
    assert [line["value"] for line in lines] == ["10.000000", "10.000000"]
    assert lines[0]["authority_name"] == "'=HYPERLINK(0)" and lines[1]["authority_name"] == other[1]


def test_the_page_opens_with_three_sentences_that_hold() -> None:
    councils = page_rows.councils(3)
    rows = [page_rows.share(c, "2018/19", n, 90) for n, c in zip((9, 18, 45), councils, strict=True)]
    rows[2] |= {"comparable": "no"}
    made = replace(page_rows.many(3, 1), indicators=rows)
    words = [e.words() for e in read(page.html(made, BOOK)).all("ul")[0].all("li")]
    whole = sum(row["status"] == "ok" for row in made.rows("coverage"))
    assert f"{len(made.coverage)} reports were looked at and {whole} read whole" in words[0]
    assert "They give figures of 3 councils for 2018/19" in words[0]
    assert "2 councils give from 10.0% to 20.0%" in words[1], "what is not comparable is in no range"
    assert words[2].startswith("Of 3 figures, 2 may be compared")


def test_the_index_leads_to_each_council_and_the_map_counts_them() -> None:
    made = page_rows.many(8, 3)
    tree = read(page.html(made, BOOK))
    (index,) = (e for e in tree.all("ul") if e.attrs.get("class") == "index")
    named = [e.all("strong")[0].words() for e in index.all("li")]
    assert named == sorted({row["authority_name"] for row in made.rows("indicators")}, key=str.casefold)
    (tiles,) = (e for e in tree.all("ul") if e.attrs.get("class") == "map")
    told = {e.words() for e in tiles.all("li")}
    have = {
        r["authority_code"]
        for r in made.rows("universe")
        if r["status"] == "have" and r["region"] == "London"
    }
    every = {r["authority_code"] for r in made.rows("universe") if r["region"] == "London"}
    assert f"London {len(have)} of {len(every)}" in told and len(told) == len(page_rows.REGIONS)


def test_ten_thousand_reports_fit_into_five_megabytes_in_seconds() -> None:
    made = page_rows.many(150, FIFTEEN_YEARS, editions=5, spread=0.1)
    assert len(made.coverage) > 10_000
    html = page.html(made, BOOK)
    assert len(html) <= MEGABYTES
    tree = read(html)
    words = tree.words()
    for name, file in (("findings", "checks.csv"), ("reports", "reports.csv"), ("issues", "issues.csv")):
        assert re.search(rf"[\d,]+ {name} are left out to keep this page small\..{{0,60}} {file}", words)
    shown = sum(len(part.all("li")) for part in tree.all("ul") if part.attrs.get("class") == "findings")
    told = int(re.search(r"([\d,]+) findings are left out", words)[1].replace(",", ""))  # type: ignore[index]
    assert shown + told == len(made.checks)


def test_long_words_do_not_make_the_page_larger() -> None:
    made = page_rows.many(12, 3)
    long = "very " * 20_000
    made = replace(made, checks=[{**row, "message": long} for row in made.rows("checks")])
    made = replace(made, issues=[{**row, "message": long} for row in made.rows("issues")])
    made = replace(
        made,
        indicators=[
            {**r, "not_comparable_because": long, "comparable": "no"} for r in made.rows("indicators")
        ],
    )
    html = page.html(made, BOOK)
    assert len(html) <= MEGABYTES
    assert b"left out to keep this page small" in html


def test_publishing_writes_the_page(tmp_path: object) -> None:
    made = page_rows.many(3, 2)
    publish.publish(made, tmp_path, BOOK)  # type: ignore[arg-type]
    assert (tmp_path / "report.html").read_bytes() == page.html(made, BOOK)  # type: ignore[operator]
