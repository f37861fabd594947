"""Section numbers and titles: which line is the heading that comes next, and which only looks so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.language.shapes import Shape, has_loose_digits
from extractor.read.layout import line_shapes as shape
from extractor.read.layout.words import QUESTION_CLAUSE
from extractor.read.text.decode import Line
from extractor.read.text.paragraph_lines import Piece

BARE_SECTION = re.compile(r"^\s*(\d{1,2})\s+([A-Z“‘'\"].*)$", re.DOTALL)
LETTERED = Shape(r"^\s*(?:(?i:{lettered_parts}) )?([A-Z])(?:[.):]|\s[-–])?\s+([A-Z“‘'\"].*)$", re.DOTALL)
_GAP = re.compile(r"\s{2,}|\t")
_BESIDE = 3
"""Characters that a rule may be longer or shorter than the title that it underlines."""
_BARRED = re.compile(r"^\s*\d{1,2}\s*\|\s*[A-Z][^|]*$")
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")
_PARAGRAPH = re.compile(r"^\s*(\d{1,2})\s(?=[A-Z“‘'\"\d]).{40}")
_NUMBERED = 3
_ITEM = re.compile(r"^(\s*\d{1,3})(?=\s[A-Z])")
FILE_TAIL = Shape(r"(?<=\S)\s+{file_kinds} \d+(?:\.\d+)? {file_sizes}\s*$")
_UNDERLINE = re.compile(r"^\s*(?:={3,}|-{3,})\s*$")
_DOTTED = re.compile(r"^\s*(\d{1,2})\.\d")


def follows(before: tuple[int, ...] | None, number: str) -> bool:
    """True where a section number can come next after the last one seen."""
    now = tuple(int(n) for n in re.findall(r"\d+", number))
    if not now:
        return False
    if before is None:
        return now in ((1,), (1, 0), (1, 1), (0,), (2,))
    if now[:-1] == before and now[-1] in (0, 1):
        return True
    if len(now) > 1 and now[-1] == 0:  # '2.0' opens the section that '2' would
        now = now[:-1]
    shared = now[:-1] == before[: len(now) - 1] and len(now) <= len(before)
    return shared and 0 < now[-1] - before[len(now) - 1] <= 2


def bare_sections(lines: Sequence[Line]) -> frozenset[int]:
    """The bare numbers that count the file's sections: a chain 1, 2, 3, or those with 1.1, 2.1 below them.

    The items of a meeting go on from the last one's: a chain of titles in capitals may begin anywhere.
    """
    chain: list[int] = []
    items: list[int] = []
    dotted: set[int] = set()
    for at, line in enumerate(lines):
        if not line.text[:8].strip()[:1].isdigit():
            continue
        found = _DOTTED.match(line.text)
        if found:
            dotted.add(int(found[1]))
            continue
        found = BARE_SECTION.match(line.text)
        below = lines[at + 1] if at + 1 < len(lines) else None
        ends = below is None or below.blank or _UNDERLINE.match(below.text) is not None
        alone = (at == 0 or lines[at - 1].blank) and ends
        if found is None or not alone:
            continue
        if int(found[1]) == len(chain) + 1 and _is_title(found):
            chain.append(len(chain) + 1)
        if _is_item(found) and (len(items) < 3 or int(found[1]) == items[-1] + 1):
            goes_on = bool(items) and int(found[1]) == items[-1] + 1
            items = [*(items if goes_on else ()), int(found[1])]
    if len(chain) < 3 and not dotted.intersection(chain) and len(items) > 2:
        return frozenset(items)
    return frozenset(chain if len(chain) > 2 else [n for n in chain if n in dotted])


def without_bars(lines: Sequence[Line]) -> list[Line]:
    """The lines with '4 | Who complains', alone on its line, as '4   Who complains': a heading, no table."""
    out = list(lines)
    for at, line in enumerate(lines):
        if "|" not in line.text or not _BARRED.match(line.text):
            continue
        ends = at + 1 == len(lines) or lines[at + 1].blank
        if ends and (at == 0 or lines[at - 1].blank):
            out[at] = line._replace(text=line.text.replace("|", " "))
    return out


def without_file_tails(lines: Sequence[Line]) -> list[Line]:
    """'12 Complaints pdf icon PDF 90 KB' as '12. Complaints': kind and size of a linked file are no text."""
    out = list(lines)
    for at, line in enumerate(lines):
        title = FILE_TAIL.sub("", line.text)
        if title != line.text:
            out[at] = line._replace(text=_ITEM.sub(r"\1.", title))
    return out


def with_numbers_marked(lines: Sequence[Line]) -> list[Line]:
    """The lines, '4 In this quarter ...' as '4. In this quarter ...' where paragraphs are numbered so.

    Each begins with its bare number behind a blank line, and they count on from 1: three at least.
    """
    found: list[tuple[int, int]] = []
    for at, line in enumerate(lines):
        number = _PARAGRAPH.match(line.text)
        if number is None or (at and not lines[at - 1].blank):
            continue
        value, last = int(number[1]), found[-1][1] if found else 0
        if last < value <= last + 2:
            found.append((at, value))
    out = list(lines)
    if len(found) >= _NUMBERED:
        for at, value in found:
            out[at] = lines[at]._replace(text=re.sub(rf"^(\s*{value})", r"\1.", lines[at].text, count=1))
    return out


def without_underlines(lines: Sequence[Line]) -> list[Line]:
    """The lines with each underlined title as a heading marked by '#', its rule as a blank line."""
    out = list(lines)
    for at, line in enumerate(lines[:-1]):
        rule = lines[at + 1].text.rstrip()
        if not _UNDERLINE.match(rule) or line.blank or (at and not out[at - 1].blank):
            continue
        title = line.text.strip()
        fits = abs(len(line.text.rstrip()) - len(rule)) <= _BESIDE
        if not fits or len(title) > 110 or title[0] in "#|*-" or title[-1] in ".,;" or _GAP.search(title):
            continue
        if not any(ch.isalpha() for ch in title):
            continue
        mark = "" if shape.is_caption(title) else "# " if rule.lstrip()[0] == "=" else "## "
        out[at] = line._replace(text=f"{mark}{title}")
        out[at + 1] = lines[at + 1]._replace(text="")
    return out


def lettered_sections(lines: Sequence[Line]) -> frozenset[int]:
    """Line numbers of the headings 'A. Volumes', 'B. Teams', ...: each alone, in the alphabet's order."""
    chain: list[int] = []
    for at, line in enumerate(lines):
        found = LETTERED.match(line.text)
        if found is None or ord(found[1]) - ord("A") != len(chain):
            continue
        below = lines[at + 1] if at + 1 < len(lines) else None
        alone = (at == 0 or lines[at - 1].blank) and below is not None and below.blank
        title = _IN_BRACKETS.sub("", found[2]).strip()
        if (
            alone
            and len(title.split()) <= 12
            and title[-1:] not in (".", ",", ";")
            and not shape.has_verb(title)
        ):
            chain.append(line.number)
    return frozenset(chain if len(chain) > 2 else ())


def _is_title(found: re.Match[str]) -> bool:
    """A title, or any short words that a wide gap parts from their number."""
    words = found[2].split()
    wide = len(found[0]) - len(found[0].lstrip()) + 2 < found.start(2) - len(found[1]) + 1
    return is_numbered_title(" ".join(words)) or (wide and len(words) <= 12 and words[-1][-1] not in ".,;")


def _is_item(found: re.Match[str]) -> bool:
    """An item of a meeting: its title is typed in capitals, and ends as no sentence does."""
    return shape.is_capitals(found[2]) and found[2].rstrip()[-1] not in ".,;"


def is_numbered_title(text: str) -> bool:
    """True for what may stand after a section number: short, no sentence, no figure in it."""
    bare = text.rstrip("*†: ").strip()
    if not bare or len(bare) > 110 or len(bare.split()) > 16 or not any(ch.isalpha() for ch in bare):
        return False
    if bare[-1] == "?":
        return True
    if shape.is_heading_like(bare, alone=True):
        return True
    if bare[-1] in ".,;!…" or bare[0].islower() or has_loose_digits(bare):
        return False
    return QUESTION_CLAUSE.match(bare) is not None or not shape.has_verb(bare)


def is_sibling(text: str, number: str, step: int) -> bool:
    """True where the text begins with the number `step` away: then both are items of one list."""
    other, _ = shape.take_number(" ".join(text[:200].split()))
    if not other or shape.depth(other) != 1:
        return False
    return int(re.findall(r"\d+", other)[0]) - int(re.findall(r"\d+", number)[0]) == step


def caption_title(pieces: list[Piece], at: int, text: str) -> str:
    """The title on the line below a caption that is only a number ('Table 5'); '' where none is."""
    if at + 1 >= len(pieces) or not shape.is_bare_caption(text):
        return ""
    after = pieces[at + 1]
    title = " ".join(after.text.split())
    # a figure's number often stands below it, and what comes after a gap is then something else
    if after.gap and not text.lower().startswith("table"):
        return ""
    if shape.is_caption(title) or after.text.lstrip().startswith("#") or shape.take_number(title)[0]:
        return ""
    return title if shape.is_heading_like(title, alone=True) and not title.endswith(":") else ""
