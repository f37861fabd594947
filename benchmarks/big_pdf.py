"""Peak memory and pages a second of a whole run over one long report.

    python -m benchmarks.big_pdf                 # 2,000 pages
    python -m benchmarks.big_pdf --pages 500 --keep big.pdf

The report is drawn here from invented words: prose, ruled tables, tables of white
space and tiles, each page with figures of its own. The run is `extractor run` in a
process of its own, nothing kept from an earlier one, with one worker. Memory is
looked at in /proc while it runs, so this needs Linux: `worker` is the largest
resident size of any process below the first, `tree` that of all of them together,
what several share counted once.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table

ROOT = Path(__file__).resolve().parent.parent
GOAL, AIM = 400, 200
"""MiB of the whole tree."""
EVERY = 0.2
"""Seconds between two looks at the memory."""
TABLE_EVERY, TILES_EVERY = 5, 10
"""Pages from one table and one row of tiles to the next: some ten figures a page, as real reports have."""
SAYS = 0.5
"""Share of paragraphs that state figures."""
SYLLABLES = (
    "ba",
    "den",
    "fi",
    "gor",
    "hal",
    "ken",
    "lo",
    "mer",
    "nu",
    "pas",
    "ri",
    "sol",
    "tan",
    "vel",
    "wor",
)
TEAMS = (
    "Fostering",
    "Adoption",
    "Leaving care",
    "Disabled children",
    "Early help",
    "Referral and assessment",
)
REASONS = ("Delay", "Staff conduct", "Communication", "Quality of service", "Decision", "Information")
OUTCOMES = ("Upheld", "Partially upheld", "Not upheld", "Withdrawn")


@dataclass(frozen=True)
class Peaks:
    """The most memory, in MiB, that was seen."""

    worker: float
    tree: float
    seconds: float


def report(path: Path, pages: int) -> None:
    """Draws the report, always the same for a number of pages."""
    chance = random.Random(pages)
    canvas = Canvas(str(path), pagesize=A4, invariant=1, pageCompression=1)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(60, 780, "Harrow Council")
    canvas.drawString(60, 750, "Children's social care complaints: annual report 2018/19")
    canvas.setFont("Helvetica", 11)
    y = _prose(canvas, 700, chance, 2)
    for number in range(1, pages + 1):
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(60, y, f"{number}. Complaints about the {_name(chance)} team")
        y = _prose(canvas, y - 25, chance, 3)
        if number % TABLE_EVERY == 0:
            y = _ruled(canvas, y, chance) if number % (2 * TABLE_EVERY) else _bare(canvas, y, chance)
        if number % TILES_EVERY == 0:
            y = _tiles(canvas, y, chance)
        while y > 180:
            y = _prose(canvas, y, chance, 1)
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, 30, f"Annual report 2018/19 - page {number}")
        canvas.showPage()
        y = 780.0
    canvas.save()


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=3)).capitalize()


def _prose(canvas: Canvas, y: float, chance: random.Random, paragraphs: int) -> float:
    """Paragraphs of invented words, some with a sentence of figures."""
    canvas.setFont("Helvetica", 11)
    for _ in range(paragraphs):
        received, upheld = chance.randint(20, 400), chance.randint(1, 19)
        words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 3))) for _ in range(70)]
        words[30:30] = (
            f"went. In 2018/19 we received {received} stage 1 complaints about {_name(chance)}, "
            f"of which {upheld} were upheld. Staff"
            if chance.random() < SAYS
            else "went on as before"
        ).split()
        line = ""
        for word in [*words, ""]:
            if not word or canvas.stringWidth(f"{line} {word}") > 470:
                canvas.drawString(60, y, line)
                y -= 14
                line = ""
            line = f"{line} {word}".strip()
        y -= 8
    return y


def _rows(chance: random.Random) -> list[list[str]]:
    rows = [[team, *(str(chance.randint(0, 60)) for _ in range(3))] for team in TEAMS]
    totals = [str(sum(int(row[n]) for row in rows)) for n in range(1, 4)]
    return [["Service area", "2016/17", "2017/18", "2018/19"], *rows, ["Total", *totals]]


def _ruled(canvas: Canvas, y: float, chance: random.Random) -> float:
    table = Table(_rows(chance), [6 * cm, 3 * cm, 3 * cm, 3 * cm])
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0))])
    _, high = table.wrapOn(canvas, 470, 600)
    table.drawOn(canvas, 60, y - high)
    return float(y - high - 25)


def _bare(canvas: Canvas, y: float, chance: random.Random) -> float:
    rows = [["Reason", *OUTCOMES], *([r, *(str(chance.randint(0, 30)) for _ in OUTCOMES)] for r in REASONS)]
    for row in rows:
        for column, cell in enumerate(row):
            canvas.drawString(60 + (column and 60) + 90 * column, y, cell)
        y -= 16
    return y - 15


def _tiles(canvas: Canvas, y: float, chance: random.Random) -> float:
    for n, words in enumerate(("complaints received", "compliments received", "upheld")):
        canvas.setFillColorRGB(0.8, 0.9, 1)
        canvas.rect(60 + 160 * n, y - 60, 140, 60, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawCentredString(130 + 160 * n, y - 28, str(chance.randint(5, 300)))
        canvas.setFont("Helvetica", 10)
        canvas.drawCentredString(130 + 160 * n, y - 48, words)
    return y - 85


def measure(path: Path, folder: Path) -> Peaks:
    """One run over the report, and what it held."""
    command = [sys.executable, "-m", "extractor", "run", str(path), "--jobs", "1", "--fresh"]
    environment = {**os.environ, "EXTRACTOR_CACHE": str(folder / "cache"), "PYTHONPATH": str(ROOT)}
    begun = time.perf_counter()
    run = subprocess.Popen([*command, "--out", str(folder / "out")], env=environment, cwd=ROOT)
    worker = tree = 0.0
    while run.poll() is None:
        sizes = [_sizes(pid) for pid in _family(run.pid)]
        worker = max([worker, *(size["Rss"] for size in sizes[1:])])
        tree = max(tree, sum(size["Pss"] for size in sizes))
        time.sleep(EVERY)
    if run.returncode:
        raise SystemExit(f"The run ended with {run.returncode}.")
    return Peaks(worker, tree, time.perf_counter() - begun)


def _family(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    try:
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    for child in below:
        yield from _family(int(child))


def _sizes(pid: int) -> dict[str, float]:
    """What a process holds, in MiB: Rss whole, Pss with its share only of what others hold too."""
    found = {"Rss": 0.0, "Pss": 0.0}
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    except OSError:  # it has just ended
        return found
    return found | {name: int(size.split()[0]) / 1024 for name, _, size in (x.partition(":") for x in lines)}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.big_pdf",
        description="Peak memory and pages a second of a whole run over one long report.",
    )
    parser.add_argument("--pages", type=int, default=2000, metavar="N")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="draw the report here and leave it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        path = options.keep or Path(name) / "big.pdf"
        if not path.exists():
            report(path, options.pages)
        peaks = measure(path, Path(name))
    print(f"pages            {options.pages:,}")
    print(f"pages a second   {options.pages / peaks.seconds:.1f}, start-up and writing included")
    print(f"worker           {peaks.worker:.0f} MiB")
    print(f"tree             {peaks.tree:.0f} MiB (limit {GOAL}, aim {AIM})")


if __name__ == "__main__":
    main()
