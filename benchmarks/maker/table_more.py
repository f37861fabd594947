"""More kinds of tables, made after those of `table_kinds` had been read: each unlike all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from benchmarks.maker.table_kinds import (
    BARE,
    GROUPS,
    HEADS,
    LABELS,
    SENTENCES,
    SPANS,
    STATES,
    STUBS,
    WORDS,
    One,
    figure,
    of,
    plain,
    records,
    statistics,
    varied,
)
from benchmarks.maker.table_sheets import Look, Sheet

Made = Callable[[Random], list[Sheet]]


def _changed(make: Made, change: Callable[[Random, Sheet], None]) -> Made:
    def made(chance: Random) -> list[Sheet]:
        sheets = make(chance)
        for sheet in sheets:
            change(chance, sheet)
        return sheets

    return made


def _bands(chance: Random, sheet: Sheet) -> None:
    """Labels of groups in the middle over all columns, in place of those that stand at the left."""
    _level(chance, sheet)
    columns = max(c.c1 for c in sheet.cells)
    for cell in sheet.cells:
        if cell.text in GROUPS and cell.r0 >= sheet.heads:
            cell.c1, cell.indent = columns, -1


def _level(chance: Random, sheet: Sheet) -> None:
    """Labels of groups as far to the left as those of their rows."""
    for cell in sheet.cells:
        cell.indent = 0


def _sparse(chance: Random, sheet: Sheet) -> None:
    sheet.cells[:] = [c for c in sheet.cells if c.r0 < sheet.heads or not c.c0 or chance.random() < 0.6]


def _both_ends(chance: Random, sheet: Sheet) -> None:
    """The labels again behind the last column."""
    last = 1 + max(c.c1 for c in sheet.cells)
    sheet.cells += [replace(c, c0=last, c1=last, indent=0) for c in sheet.cells if not c.c0 and not c.c1]


def _units(chance: Random, sheet: Sheet) -> None:
    """A row of units below the headings."""
    for cell in sheet.cells:
        if cell.r0 >= sheet.heads:
            cell.r0, cell.r1 = cell.r0 + 1, cell.r1 + 1
    columns = max(c.c1 for c in sheet.cells)
    sheet.cells += [
        One(sheet.heads, k, sheet.heads, k, chance.choice(("(No.)", "(%)", "Rs. '000", "tonnes", "(days)")))
        for k in range(1, columns + 1)
    ]
    sheet.heads += 1


def _signs(chance: Random, sheet: Sheet) -> None:
    """Figures with signs: brackets, per cent, currencies, minus."""
    signs = [chance.choice(("{}%", "£{}", "({})", "-{}", "{}", "{}*", "{} r")) for _ in range(20)]
    for cell in sheet.cells:
        if cell.r0 >= sheet.heads and cell.c0 and cell.text[:1].isdigit():
            cell.text = signs[cell.c0].format(cell.text)


def deep_heads(chance: Random, rows: int) -> tuple[list[One], int]:
    """Three rows of headings, each over those below it."""
    cells, column = [One(0, 0, 2, 0, chance.choice(STUBS))], 1
    for name in chance.sample(SPANS, 2):
        first = column
        for part in chance.sample(GROUPS, 2):
            wide = chance.randint(1, 2)
            own = chance.sample(HEADS, wide)
            cells.append(One(1, column, 1 if wide > 1 else 2, column + wide - 1, part))
            cells += [One(2, column + k, 2, column + k, own[k]) for k in range(wide) if wide > 1]
            column += wide
        cells.append(One(0, first, 0, column - 1, name))
    for r, label in enumerate(chance.sample(LABELS, rows), start=3):
        cells.append(One(r, 0, r, 0, label))
        cells += [One(r, c, r, c, figure(chance, 1000, c % 2)) for c in range(1, column)]
    return cells, 3


def two_stubs(chance: Random, rows: int, columns: int) -> tuple[list[One], int]:
    """A code and a label in front of the figures."""
    cells = [One(0, 0, 0, 0, "Code"), One(0, 1, 0, 1, chance.choice(STUBS))]
    cells += [One(0, c + 2, 0, c + 2, name) for c, name in enumerate(chance.sample(HEADS, columns))]
    code = chance.choice(("{:03d}", "E{:05d}", "{}.1", "{}"))
    for r, label in enumerate(chance.sample(STATES, rows), start=1):
        cells += [One(r, 0, r, 0, code.format(7 * r + 3)), One(r, 1, r, 1, label)]
        cells += [One(r, c, r, c, figure(chance, 10000, 0)) for c in range(2, columns + 2)]
    return cells, 1


def sentences(chance: Random, rows: int) -> tuple[list[One], int]:
    """What was said, what was done, and the state of it, in sentences."""
    heads = ("Recommendation", "Action taken", "State")
    cells = [One(0, c, 0, c, name) for c, name in enumerate(heads)]
    for r in range(1, rows + 1):
        for c in (0, 1):
            cells.append(
                One(r, c, r, c, f"{chance.choice(LABELS)} in {chance.choice(STATES)}: {_said(chance)}")
            )
        cells.append(One(r, 2, r, 2, chance.choice(WORDS)))
    return cells, 1


def _said(chance: Random) -> str:
    words = chance.choice(SENTENCES).lower().split()
    return " ".join(words[: chance.randint(6, len(words))])


def years_below(chance: Random, groups: int, columns: int) -> tuple[list[One], int]:
    """Years as the labels of rows, below the label of their group."""
    cells = [One(0, 0, 0, 0, f"{chance.choice(STUBS)} and year")]
    cells += [One(0, c + 1, 0, c + 1, name) for c, name in enumerate(chance.sample(HEADS, columns))]
    row, first = 1, chance.randint(1985, 2015)
    for label in chance.sample(STATES, groups):
        cells.append(One(row, 0, row, 0, label))
        for k in range(3):
            row += 1
            cells.append(One(row, 0, row, 0, str(first + k), indent=1))
            cells += [One(row, c, row, c, figure(chance, 10000, 0)) for c in range(1, columns + 1)]
        row += 1
    return cells, 1


def pairs(chance: Random, rows: int) -> tuple[list[One], int]:
    """A list of labels and figures."""
    cells = [One(0, 0, 0, 0, chance.choice(STUBS)), One(0, 1, 0, 1, chance.choice(HEADS))]
    for r, label in enumerate(chance.sample(LABELS, rows), start=1):
        cells += [One(r, 0, r, 0, label), One(r, 1, r, 1, figure(chance, 1000, 0))]
    return cells, 1


CHINESE, CHINESE_HEADS = (
    text.split("|")
    for text in (
        "北京|天津市|河北省|山西省|内蒙古自治区|辽宁省|吉林省|黑龙江省|上海市|江苏省|浙江省|安徽省|福建省|江西省",
        "人口|面积|生产总值|农作物播种面积|城镇居民|卫生机构数|在校学生|粮食产量",
    )
)


def chinese(chance: Random, rows: int, columns: int) -> tuple[list[One], int]:
    """Labels and headings in Chinese."""
    cells = [One(0, 0, 0, 0, "地区")]
    cells += [One(0, c + 1, 0, c + 1, name) for c, name in enumerate(chance.sample(CHINESE_HEADS, columns))]
    for r, label in enumerate(chance.sample(CHINESE, rows), start=1):
        cells.append(One(r, 0, r, 0, label))
        cells += [One(r, c, r, c, figure(chance, 1000, c % 2)) for c in range(1, columns + 1)]
    return cells, 1


def _stacked(look: Look) -> Made:
    def made(chance: Random) -> list[Sheet]:
        one, columns = varied(look, chance), chance.randint(3, 5)
        return [
            Sheet(*statistics(chance, chance.randint(4, 7), columns, spanned=False), one) for _ in range(2)
        ]

    return made


MORE: Mapping[str, tuple[str, Made]] = {
    "inner rules alone": ("", plain(Look("inner"))),
    "inner rules, words": ("", of(records, Look("inner", align="left", valign="top"), 7, 4)),
    "dashed rows": ("", plain(Look("rows", dashed=True, room=6.0))),
    "dashed grid": ("", plain(Look("grid", dashed=True))),
    "columns tinted": ("", plain(Look("ends", fill="columns", room=6.0))),
    "boxes apart": ("", plain(Look(fill="boxes"))),
    "many columns": ("", of(statistics, replace(BARE, size=6.5, gap=0.5, room=5.0), 10, 9)),
    "many columns, ruled": (
        "",
        of(statistics, Look("ends head columns", size=6.5, gap=0.4, room=5.0), 10, 9),
    ),
    "two stubs": ("", of(two_stubs, replace(BARE, room=7.0), 8, 3)),
    "two stubs, rows ruled": ("", of(two_stubs, Look("rows", room=7.0), 8, 3)),
    "bands in the middle": ("", _changed(plain(Look("ends head", pad=0.15, room=6.0), groups=True), _bands)),
    "bands, bare": ("", _changed(plain(replace(BARE, room=6.0), groups=True), _bands)),
    "groups not set in": ("", _changed(plain(Look("ends head", pad=0.15, room=6.0), groups=True), _level)),
    "groups not set in, bare": ("", _changed(plain(replace(BARE, room=6.0), groups=True), _level)),
    "bands ruled": ("", _changed(plain(Look("rows", pad=0.3, room=6.0), groups=True), _bands)),
    "deep heads": ("", of(deep_heads, Look("ends under", room=6.0), 8)),
    "deep heads, bare": ("", of(deep_heads, replace(BARE, room=6.0), 8)),
    "sparse": ("", _changed(plain(replace(BARE, room=6.0)), _sparse)),
    "both ends": ("", _changed(plain(Look("ends head", pad=0.15, room=6.0), spanned=False), _both_ends)),
    "units below heads": ("", _changed(plain(replace(BARE, room=6.0)), _units)),
    "signs": ("", _changed(plain(Look("ends head", room=6.0)), _signs)),
    "double-spaced": ("", plain(replace(BARE, pad=0.9, room=7.0))),
    "figures left": ("", plain(replace(BARE, align="left", room=6.0))),
    "figures in the middle": ("", plain(Look("ends head", align="middle", room=6.0))),
    "sentences": ("", of(sentences, Look(pad=0.5, room=11.0, align="left", valign="top"), 5)),
    "sentences between rules": (
        "",
        of(sentences, Look("rows", pad=0.4, room=11.0, align="left", valign="top"), 5),
    ),
    "sentences in zebra": (
        "",
        of(sentences, Look(pad=0.4, room=11.0, align="left", valign="top", fill="head zebra"), 6),
    ),
    "years below": ("", of(years_below, replace(BARE, room=6.0), 3, 3)),
    "pairs": ("", of(pairs, BARE, 5)),
    "pairs between rules": ("", of(pairs, Look("rows"), 5)),
    "chinese": ("", of(chinese, replace(BARE, face="STSong-Light"), 7, 4)),
    "chinese, ruled": ("", of(chinese, Look("grid", face="STSong-Light"), 7, 4)),
    "closely below each other": ("close", _stacked(Look("ends head", room=6.0))),
    "subtotals ruled": ("", plain(Look("totals", pad=0.15, room=6.0))),
    "large, between prose": ("close", _stacked(replace(BARE, size=12.0, room=6.0))),
}
"""Kind -> how it stands on the page, and what makes its tables."""
