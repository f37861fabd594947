"""Sentences with places for figures: which can be said of a world, and how they read with the figures in.

A frame is one line of data/frames_*.yaml. `{key}` prints a figure (figures.py says how a key
is built) and makes its row of truth; `{key:a;b}` does so with options; `{sv1.l}` prints a
label (`.L` with a capital); `{s}`, `{were}`, `{have}` agree with the figure before them;
`{Y}`, `{Y1}`, `{Y2}`, `{N}` are this year, the two before and the next, `{B}` and `{E}` the
calendar years in which this year begins and ends. In front may stand, in brackets, what
must hold: `rec^` (rose), `rec_` (fell), `late<13`, `children`, `single`.

Options: `1` may be one, `z` may be nought, `no`, `none`, `None` (nought in words), `d` in
digits, `about`, `lt`, `mt` (rounded, and coded so), `ref` (said before: no row of its own),
`raw=words` (the label of a context figure), `or=measure` (fair as well), `quiet=50` (a
fraction in words: nothing is printed, and a row of this value may be read from it or not).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from benchmarks.maker.coding import Figure, NoFigure, Scope, year_name
from benchmarks.maker.figures import resolve
from benchmarks.maker.splits import GUARD, PLACE, identity, load, parted, split_of
from benchmarks.maker.words import in_words, with_figure
from benchmarks.maker.world import CHILDREN, CORPORATE, World

FILES = ("frames_volume", "frames_outcomes", "frames_breakdowns", "frames_other", "frames_lists")
CONDITION = re.compile(r"(?P<key>[^\^_=<>]+)(?P<how>[\^_=<>])(?P<than>.*)")
AGREEING = {"s": ("", "s"), "were": ("was", "were"), "have": ("has", "have")}
ROUND_TO = 5


@dataclass(frozen=True)
class Frame:
    """One sentence with places."""

    topic: str
    text: str

    @property
    def id(self) -> str:
        return identity(self.text)

    @property
    def split(self) -> str:
        return split_of(self.text)

    @property
    def guards(self) -> tuple[str, ...]:
        found = GUARD.match(self.text)
        return tuple(found[0].strip()[1:-1].split()) if found else ()

    @property
    def words(self) -> str:
        return GUARD.sub("", self.text)

    def places(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The places that print figures, each with its options."""
        return tuple(_place(one) for one in PLACE.findall(self.words) if _is_key(_place(one)[0]))


@dataclass
class Style:
    """How one report writes numbers and years."""

    years: str = "/"
    words_below: int = 0
    """Numbers below this are words in prose."""
    percent: str = "%"
    pence: bool = False


@dataclass
class Ledger:
    """The rows of truth of one report, in reading order."""

    world: World
    style: Style
    rows: list[dict[str, str]] = field(default_factory=list)

    def add(self, figure: Figure, value: str, status: str, source: dict[str, str]) -> None:
        """One printed number."""
        row = {"value": value, "value_status": status, **figure.codes, **source}
        if source.get("optional"):
            row["derived"] = "optional"
        self.rows.append({name: text for name, text in row.items() if name != "optional"})

    def said(self, figure: Figure) -> bool:
        """Does an earlier row state this very figure?"""
        wanted = figure.codes | {"value": str(figure.value)}
        return any(all(row.get(name) == text for name, text in wanted.items()) for row in self.rows)


@cache
def frames(topic: str, split: str) -> tuple[Frame, ...]:
    """The frames of a topic that fall to a split."""
    return tuple(frame for frame in all_frames() if frame.topic == topic and frame.split == split)


@cache
def all_frames() -> tuple[Frame, ...]:
    """Every frame, by file and line."""
    return tuple(
        Frame(topic, line.strip())
        for name in FILES
        for topic, lines in load(name).items()
        for line in lines.splitlines()
        if line.strip()
    )


def _place(text: str) -> tuple[str, tuple[str, ...]]:
    key, _, options = text.strip("{}").partition(":")
    return key, tuple(filter(None, options.split(";")))


def _is_key(key: str) -> bool:
    return key not in AGREEING and not key.endswith((".l", ".L")) and not key[0].isupper()


def fits(frame: Frame, world: World, scope: Scope) -> bool:
    """Can this be said here without a falsehood or a slip of grammar?"""
    try:
        return all(_holds(guard, world, scope) for guard in frame.guards) and all(
            _sayable(key, options, world, scope) for key, options in frame.places()
        )
    except NoFigure:
        return False


def _holds(guard: str, world: World, scope: Scope) -> bool:
    plain = {
        "children": scope.procedure == CHILDREN,
        "corporate": scope.procedure == CORPORATE,
        "single": len(world.procedures) == 1,
    }
    if guard in plain:
        return plain[guard]
    match = CONDITION.fullmatch(guard)
    if not match:
        raise ValueError(f"'{guard}' is no condition.")
    stem, _, back = match["key"].partition("@")
    value = resolve(world, scope, match["key"]).value
    if match["than"]:
        than = match["than"]
        other = int(than) if than.isdigit() else resolve(world, scope, than).value
    else:
        other = resolve(world, scope, f"{stem}@{int(back or 0) + 1}").value
    rises, falls = value > other, value < other
    return {"^": rises, ">": rises, "_": falls, "<": falls, "=": value == other}[match["how"]]


def _sayable(key: str, options: tuple[str, ...], world: World, scope: Scope) -> bool:
    """Plurals want two or more, and no stage is named that the procedure does not have."""
    if key[0] in "123" and key[1] == ".":
        allowed = {CHILDREN: "123", CORPORATE: "12"}.get(scope.procedure, "")
        if key[0] not in allowed:
            return False
    value = abs(resolve(world, scope, key).value)
    if "z" in options or any(option.startswith("quiet=") for option in options):
        return True
    if {"no", "None"} & set(options):
        return value == 0
    if "none" in options:
        return True
    return value >= (1 if "1" in options or "%" in key else 2)


def fill(frame: Frame, ledger: Ledger, scope: Scope, kind: str) -> str:
    """The sentence as printed; its rows are added to the ledger."""
    world, style = ledger.world, ledger.style
    parts: list[str] = []
    made: list[tuple[Figure, str, str, bool]] = []
    last = 2
    at = 0
    for match in PLACE.finditer(frame.words):
        parts.append(frame.words[at : match.start()])
        at = match.end()
        key, options = _place(match[0])
        if key in AGREEING:
            number = resolve(world, scope, options[0]).value if options else last
            parts.append(AGREEING[key][number != 1])
        elif key[0].isupper():
            parts.append(year_word(world, key, style))
        elif key.endswith((".l", ".L")):
            quoted = "".join(parts).endswith("'")
            parts.append(_label(resolve(world, scope, key[:-2]).label, key, quoted))
        else:
            figure = resolve(world, scope, key)
            if quiet := [option[6:] for option in options if option.startswith("quiet=")]:
                made.append((figure, quiet[0], "approximate", True))
                continue
            last = figure.value
            printed, value, status = _printed(figure, options, style, "".join(parts), kind)
            parts.append(printed)
            figure = _coded_so(figure, options)
            made.append((figure, value, status, "ref" in options))
    text = "".join((*parts, frame.words[at:])).strip()
    evidence = text.replace(" || ", " ")
    for figure, value, status, back_reference in made:
        if back_reference and value == str(figure.value) and ledger.said(figure):
            continue
        source = {"source_kind": kind, "evidence": evidence, "frame": frame.id, "kind": frame.topic}
        ledger.add(figure, value, status, source | ({"optional": "1"} if back_reference else {}))
    return text


def _coded_so(figure: Figure, options: tuple[str, ...]) -> Figure:
    """The figure with the codes that the place itself gives."""
    codes = dict(figure.codes)
    for name, _, text in (option.partition("=") for option in options):
        if name == "raw":
            codes["theme_raw"] = text
        elif name == "or":
            codes["also"] = "|".join(filter(None, (codes.get("also"), f"measure={text}")))
    return Figure(figure.value, codes, figure.label, figure.of)


def year_word(world: World, key: str, style: Style) -> str:
    """What {Y} and its like print."""
    if key in ("B", "E", "N4"):
        return str(world.year + {"B": 0, "E": 1, "N4": 2}[key])
    offset = {"Y": 0, "Y1": -1, "Y2": -2, "N": 1}[key]
    return year_name(world.year + offset, style.years)


def _label(label: str, key: str, quoted: bool) -> str:
    """In mid-sentence a reason loses its capital, or is quoted where it is no noun; a service keeps it."""
    if not key.startswith(("th", "na")) or quoted:
        return label
    if label.split()[0] in parted(load("labels_other")["verbs"]):
        return f"'{label}'"
    inner = label.split()[1:]
    if key.endswith(".l") and label[1:2].islower() and not any(word[0].isupper() for word in inner):
        return label[0].lower() + label[1:]
    return label


def _printed(
    figure: Figure, options: tuple[str, ...], style: Style, before: str, kind: str
) -> tuple[str, str, str]:
    """As printed, as coded, and with which status."""
    value, unit = figure.value, figure.codes["unit"]
    printed = str(abs(value)) if figure.codes["measure"] == "change" else str(value)
    if rounding := {"about", "lt", "mt"} & set(options):
        how = rounding.pop()
        step = ROUND_TO
        near = {"about": round(value / step), "lt": -(-(value + 1) // step), "mt": (value - 1) // step}[how]
        number = str(near * step)
        text = number + (style.percent if unit == "percent" else "")
        return text, number, {"about": "approximate", "lt": "less_than", "mt": "more_than"}[how]
    if value == 0 and {"no", "none", "None"} & set(options):
        word = next(option for option in options if option in ("no", "none", "None"))
        starts = not before.strip() or before.rstrip().endswith((".", "||"))
        return (word.capitalize() if starts else word), "0", "exact"
    text = with_figure(printed, unit, style.percent, style.pence)
    if unit in ("count", "working_days") and kind != "tile" and "d" not in options:
        text = _worded(int(printed), before, style, text)
    return text, str(value), "exact"


def _worded(number: int, before: str, style: Style, digits: str) -> str:
    starts = not before.strip() or before.rstrip().endswith((".", "||"))
    if before.rstrip().endswith("(") or number >= 100:
        return digits
    if starts and style.words_below and number < 21:
        return in_words(number).capitalize()
    return in_words(number) if number < style.words_below else digits


def choices(topic: str, world: World, scope: Scope, split: str) -> Iterator[Frame]:
    """The frames of a topic that can be said here."""
    return (frame for frame in frames(topic, split) if fits(frame, world, scope))
