"""report.html in a real browser: the accessibility rules of WCAG 2.2 AA, the keyboard, no network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import page_rows
import pytest
from made import BOOK

from extractor.publish.html import beside, html, method

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
REQUIRED = os.environ.get("CI_BROWSER") == "required"


def _absent(why: str) -> None:
    if REQUIRED:
        pytest.fail(f"CI needs the browser tests, but {why}")
    pytest.skip(why)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    try:
        import axe_playwright_python.sync_playwright  # noqa: F401
        from playwright.sync_api import sync_playwright
    except ImportError:
        _absent("playwright or axe-playwright-python is not installed")
    place = CHROMIUM if CHROMIUM.exists() else shutil.which("chromium")
    if place is None:
        _absent("there is no chromium on this machine")
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=str(place), args=ARGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("page") / "report.html"
    made.write_bytes(html(page_rows.many(14, 4, seed=7, spread=0.15), BOOK))
    return made


def opened(browser: Browser, file: Path, width: int = 1280, scheme: Any = "light") -> tuple[Page, list[str]]:
    """The page, and everything that it asked for or complained of."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    shown, heard = context.new_page(), []
    shown.on("console", lambda message: heard.append(f"{message.type}: {message.text}"))
    shown.on("pageerror", lambda error: heard.append(str(error)))
    shown.on("request", lambda request: heard.append(request.url))
    shown.goto(file.as_uri())
    return shown, heard


SIZES = ("borderTopWidth", "width")
OPEN_ALL = "document.querySelectorAll('details').forEach(one => one.open = true)"


@pytest.mark.parametrize(
    ("width", "scheme", "unfolded"),
    [(1280, "light", True), (320, "light", False), (1280, "dark", False), (320, "dark", True)],
)
def test_axe_finds_nothing(browser: Browser, file: Path, width: int, scheme: str, unfolded: bool) -> None:
    from axe_playwright_python.sync_playwright import Axe

    shown, heard = opened(browser, file, width, scheme)
    if unfolded:
        shown.evaluate(OPEN_ALL)
    found = Axe().run(shown, options={"runOnly": RULES, "resultTypes": ["violations"]})
    told = [(v["id"], len(v["nodes"]), v["nodes"][0]["html"][:200]) for v in found.response["violations"]]
    assert told == []
    assert heard == [file.as_uri()], "nothing but the page itself is asked for, and nothing goes wrong"
    shown.context.close()


@pytest.mark.parametrize("kind", ["method", "comparison"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_on_the_other_pages(
    browser: Browser, tmp_path: Path, kind: str, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    made = page_rows.many(6, 2, seed=7)
    names = {row["authority_name"]: (row["authority_code"],) for row in made.rows("indicators")}
    year = page_rows.years(1)[0]
    pages = {
        "method": lambda: method(made, BOOK),
        "comparison": lambda: beside.page(made.rows("indicators"), (), names, year, BOOK),
    }
    (tmp_path / "page.html").write_bytes(pages[kind]())
    shown, heard = opened(browser, tmp_path / "page.html", width)
    shown.evaluate(OPEN_ALL)
    found = Axe().run(shown, options={"runOnly": RULES, "resultTypes": ["violations"]})
    assert [v["id"] for v in found.response["violations"]] == []
    assert len(heard) == 1 and shown.evaluate("document.documentElement.scrollWidth") <= width
    shown.context.close()


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_nothing_sticks_out_sideways(browser: Browser, file: Path, width: int) -> None:
    shown, _ = opened(browser, file, width)
    shown.evaluate(OPEN_ALL)
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    shown.context.close()


def test_the_keyboard_reaches_the_skip_link_first_and_every_summary_in_order(
    browser: Browser, file: Path
) -> None:
    shown, _ = opened(browser, file)
    summaries = shown.evaluate(
        "[...document.querySelectorAll('summary')].filter(e => e.checkVisibility()).map(e => e.textContent)"
    )
    stops = shown.evaluate("document.querySelectorAll('a, summary, [tabindex=\"0\"]').length")
    reached, first = [], ""
    for _ in range(stops + 1):
        shown.keyboard.press("Tab")
        tag, text, seen = shown.evaluate(
            "(e => [e.tagName, e.textContent, e.getBoundingClientRect().width > 0])(document.activeElement)"
        )
        assert seen or tag == "BODY", f"the focus is on something that cannot be seen: {text}"
        first = first or text
        if tag == "SUMMARY":
            reached.append(text)
        if tag == "BODY":
            break
    assert first == "Skip to main content"
    assert len(summaries) > 20 and reached == summaries
    shown.context.close()


def test_ten_reports_are_no_long_way_to_the_first_chart_or_the_end(browser: Browser, tmp_path: Path) -> None:
    made = page_rows.many(5, 2, seed=7)
    (tmp_path / "report.html").write_bytes(html(made, BOOK))
    shown, _ = opened(browser, tmp_path / "report.html")
    assert shown.evaluate("document.documentElement.scrollHeight") <= 9000
    first = "document.querySelector('.b i').getBoundingClientRect().top"
    assert 0 < shown.evaluate(first) <= 4 * 900
    shown.context.close()


def test_on_a_telephone_rows_stack_and_the_reason_is_not_cut(browser: Browser, file: Path) -> None:
    shown, _ = opened(browser, file, 375)
    shown.evaluate(OPEN_ALL)
    cut = """[...document.querySelectorAll('.stack td, .stack tbody th')].filter(e => e.checkVisibility())
        .filter(e => e.getBoundingClientRect().right > 375 || e.scrollWidth > e.clientWidth + 1).length"""
    assert shown.evaluate(cut) == 0
    tops = "[...document.querySelector('.stack tbody tr').cells].map(c => c.getBoundingClientRect().top)"
    places = shown.evaluate(tops)
    assert places == sorted(set(places)), "each cell stands below the one before"
    shown.context.close()


def test_a_figure_opens_its_words_by_keyboard_and_closes_again(browser: Browser, file: Path) -> None:
    shown, _ = opened(browser, file)
    figure = shown.locator(".ev > summary").first
    figure.focus()
    words = shown.locator(".ev > p").first
    assert not words.is_visible()
    shown.keyboard.press("Enter")
    assert words.is_visible()
    shown.keyboard.press("Enter")
    assert not words.is_visible()
    shown.context.close()


def test_print_shows_the_tables_that_are_folded_on_the_screen(browser: Browser, file: Path) -> None:
    shown, _ = opened(browser, file)
    table = shown.locator("details.more table").first
    assert not table.is_visible()
    shown.emulate_media(media="print")
    assert shown.evaluate("e => e.checkVisibility({contentVisibilityAuto: true})", table.element_handle())
    assert not shown.locator(".ev > p").first.is_visible()
    drawn = "kind => getComputedStyle(document.querySelector(kind + ' i'), '::after')"
    for kind in (".b.hollow", ".b:not(.hollow)"):  # a printer leaves backgrounds out
        edge, width = (float(shown.evaluate(f"{drawn}.{of}", kind).removesuffix("px")) for of in SIZES)
        assert (2 * edge >= width) == (kind != ".b.hollow")
    shown.context.close()


def test_the_skip_link_leads_to_the_main_part_and_enter_unfolds(browser: Browser, file: Path) -> None:
    shown, _ = opened(browser, file)
    shown.keyboard.press("Tab")
    shown.keyboard.press("Enter")
    assert shown.evaluate("document.activeElement.id") == "main"
    shown.locator("details:not([open]) > summary").first.focus()
    before = shown.locator("details[open]").count()
    shown.keyboard.press("Enter")
    assert shown.locator("details[open]").count() == before + 1
    outline = shown.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", "where the focus is can be seen"
    shown.context.close()


def test_it_reads_without_scripts_and_prints(browser: Browser, file: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    shown = context.new_page()
    shown.goto(file.as_uri())
    assert shown.locator("svg.funnel").count() > 0
    assert len(shown.pdf(format="A4")) > 10_000
    context.close()


def test_page_of_an_empty_run(browser: Browser, tmp_path: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    (tmp_path / "report.html").write_bytes(html(page_rows.empty(), BOOK))
    shown, heard = opened(browser, tmp_path / "report.html", 320)
    assert Axe().run(shown, options={"runOnly": RULES}).response["violations"] == []
    assert len(heard) == 1
    shown.context.close()
