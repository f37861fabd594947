"""The explorer in a real browser: accessibility rules, narrow screens, and review by the keyboard alone."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_explore import ROOT, out, reports  # noqa: F401
from test_page_browser import RULES, browser  # noqa: F401

from extractor.publish import read_csv

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = (
    "/",
    "/?columns=all",
    "/-/council/E09000015",
    "/-/search?q=Harrow",
    "/-/columns",
    "/-/review",
    "/-/review/next",
)


@dataclass
class Site:
    """An explorer that listens."""

    address: str
    corrections: Path
    out: Path


@pytest.fixture(scope="module")
def site(out: Path, reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:  # noqa: F811
    corrections = tmp_path_factory.mktemp("settled") / "corrections.csv"
    given = ["--reports", str(reports), "--corrections", str(corrections), "--by", "A. Reader", "--port", "0"]
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "extractor", "explore", str(out), *given],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
    try:
        assert found
        yield Site(found[0], corrections, out)
    finally:
        process.terminate()
        process.wait()


@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_and_nothing_sticks_out(browser: Browser, site: Site, width: int) -> None:  # noqa: F811
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900})
    shown = context.new_page()
    shown.goto(site.address)
    figure = shown.locator('a[href^="/-/figure/"]').first.get_attribute("href") or ""
    for path in (*PAGES, figure):
        shown.goto(site.address + path)
        found = Axe().run(shown, options={"runOnly": RULES, "resultTypes": ["violations"]})
        told = [(v["id"], v["nodes"][0]["html"][:150]) for v in found.response["violations"]]
        assert told == [], path
        assert shown.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


def test_from_the_question_to_the_printed_page_in_two_clicks(browser: Browser, site: Site) -> None:  # noqa: F811
    shown = browser.new_page()
    shown.goto(f"{site.address}/?period=2018/19")
    shown.get_by_role("link", name="Upheld wholly or partly").click()
    shown.locator('td.number a[href^="/-/figure/"]').first.click()
    assert shown.locator("blockquote").count() == 1
    assert shown.locator("figure img, .excerpt mark").count() >= 1
    shown.close()


def test_twenty_decisions_by_the_keyboard_alone(browser: Browser, site: Site) -> None:  # noqa: F811
    shown = browser.new_page()
    tables = Counter((r["source_file"], r["table_index"]) for r in read_csv(site.out / "observations.csv"))
    (report, table), many = next(one for one in tables.most_common() if one[0][1])
    assert many >= 20
    shown.goto(f"{site.address}/-/review/next?report={report}&table={table}")
    seen: list[str] = []
    for number in range(20):
        field = shown.locator('#decide input[name="id"]')
        if not field.count():
            break
        seen.append(field.first.get_attribute("value") or "")
        _press(shown, "c" if number % 3 else "x")
    assert len(seen) == 20
    assert _settled(site) == [(one, "right" if n % 3 else "not_a_figure") for n, one in enumerate(seen)]
    _press(shown, "u")
    assert [one for one, _ in _settled(site)] == seen[:-1]
    shown.close()


PAINTED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Before a page has been painted a browser drops what is typed."""


def _press(shown: Page, key: str) -> None:
    """Press a key and wait for the page that follows."""
    shown.evaluate(PAINTED)
    shown.evaluate("document.documentElement.dataset.before = 'yes'")
    shown.keyboard.press(key)
    gone = "document.readyState === 'complete' && !document.documentElement.dataset.before"
    shown.wait_for_function(gone, timeout=120_000)


def _settled(site: Site) -> list[tuple[str, str]]:
    with site.corrections.open(encoding="utf-8", newline="") as file:
        return [(line["observation_id"], line["verdict"]) for line in csv.DictReader(file)]
