"""Charts of a Word file whose figures are kept in the file: their labels and values as printed.

A chart part caches what it was drawn from. A label that already carries its
figure is given as it stands; else the figure follows it in its number format.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.model.types import Anchor, Cell, Table
from extractor.read.docx.styles import Element, whole
from extractor.read.layout.wording import fold

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CX = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
MOST_POINTS = 2_000

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_DEFAULT_SERIES = re.compile(r"(?:series|column)\s*\d+$", re.IGNORECASE)
_FORMAT_TEXT = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.')


@dataclass(frozen=True, slots=True)
class Series:
    """One series: its name and its points, label and printed figure ('' for none)."""

    name: str
    points: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart part holds; no series where nothing was kept."""

    title: str
    series: tuple[Series, ...]
    only: str = ""
    """The name of the only series, where somebody named it."""

    @property
    def figures(self) -> int:
        return sum(bool(figure) for s in self.series for _, figure in s.points)

    def legend(self) -> tuple[str, ...]:
        """One line a point: 'Fostering: 5', or the label alone where it carries its figure."""
        out: list[str] = []
        for series in self.series:
            carried = _carry_figures(series.points)
            named = len(self.series) > 1 and series.name
            for label, figure in series.points:
                label = (
                    f"{series.name}, {label}" if named and label else label or (series.name if named else "")
                )
                if label and (carried or not figure):
                    out.append(label)
                elif figure:
                    out.append(f"{label}: {figure}" if label else figure)
        return tuple(out)

    def labels(self) -> tuple[str, ...]:
        """The labels alone, each once."""
        return tuple(dict.fromkeys(label for s in self.series for label, _ in s.points if label))

    def table(self) -> Table | None:
        """Several series over the same labels as a grid; None where a grid would say less."""
        if len(self.series) < 2 or not all(s.name for s in self.series):
            return None
        labels = [label for label, _ in self.series[0].points]
        if (
            len(set(labels)) < len(labels)
            or not all(labels)
            or any(_carry_figures(s.points) for s in self.series)
        ):
            return None
        if any([label for label, _ in s.points] != labels for s in self.series):
            return None
        rows = [("", *(s.name for s in self.series))]
        rows += [(label, *(s.points[i][1] for s in self.series)) for i, label in enumerate(labels)]
        cells = tuple(
            Cell(text, r, c, header=not (r and c), anchor=Anchor(row=r + 1, column=c + 1))
            for r, row in enumerate(rows)
            for c, text in enumerate(row)
        )
        return Table(cells, len(rows), len(rows[0]), self.title, chart=True)


def read_chart(root: Element) -> Chart:
    """A chart part (c:chartSpace, or the newer cx:chartSpace) as labels and figures."""
    if root.tag.startswith(CX):
        return _newer(root)
    chart = root.find(C + "chart")
    if chart is None:
        return Chart("", ())
    title = chart.find(C + "title")
    text = _rich(title) if title is not None else ""
    series: list[Series] = []
    plot = chart.find(C + "plotArea")
    for group in plot if plot is not None else ():
        for element in group.findall(C + "ser"):
            series.append(_series(element, group))
    kept = tuple(s for s in series if s.points)
    alone = kept[0].name if len(kept) == 1 and not _DEFAULT_SERIES.match(kept[0].name) else ""
    if title is not None and not text:
        text = alone  # an untyped title prints the name of the only series
    return Chart(text, kept, alone)


def _series(element: Element, group: Element) -> Series:
    name = _points(element.find(C + "tx")).get(0, "")
    values = _first(element, "val", "yVal")
    labels = _labels(_first(element, "cat", "xVal"))
    raw = _points(values)
    code = _code(values, element, group)
    printed = _typed_labels(element)
    percent = _flag(element, group, "showPercent")
    numbers = {i: number for i, text in raw.items() if (number := _number(text)) is not None}
    total = sum(numbers.values())
    count = max([*labels, *raw, -1]) + 1
    points: list[tuple[str, str]] = []
    for i in range(min(count, MOST_POINTS)):
        figure = printed.get(i) or _figure(numbers.get(i), code)
        if i not in printed and percent and i in numbers and total > 0 and not _is_share(total):
            figure += f" ({_shown(100 * numbers[i] / total, 0)}%)"
        if labels.get(i) or figure:
            points.append((labels.get(i, ""), figure))
    return Series(name, tuple(points))


def _first(element: Element, *names: str) -> Element | None:
    return next((found for name in names if (found := element.find(C + name)) is not None), None)


def _points(holder: Element | None) -> dict[int, str]:
    """Cached points by index, whether of text or of numbers."""
    if holder is None:
        return {}
    found: dict[int, str] = {}
    for point in holder.iter(C + "pt"):
        value = point.find(C + "v")
        if value is not None and value.text:
            found.setdefault(whole(point.get("idx")), fold(value.text))
    if not found and (value := holder.find(C + "v")) is not None:
        found[0] = fold(value.text or "")
    return found


def _labels(holder: Element | None) -> dict[int, str]:
    """Category labels; those in several levels joined, outermost first."""
    levels = list(holder.iter(C + "lvl")) if holder is not None else []
    if len(levels) < 2:
        return _points(holder)
    inner = _points(levels[0])
    for level in levels[1:]:
        outer, last = _points(level), ""
        for i in sorted(inner):
            last = outer.get(i, last)
            inner[i] = f"{last} > {inner[i]}" if last else inner[i]
    return inner


def _rich(element: Element) -> str:
    """Typed text, or the cached text of the cell that it points to."""
    typed = " ".join("".join(t.text or "" for t in p.iter(A + "t")) for p in element.iter(A + "p"))
    return fold(typed) or fold(_points(element).get(0, ""))


def _typed_labels(element: Element) -> dict[int, str]:
    """Data labels that someone typed over, where they hold a figure."""
    found: dict[int, str] = {}
    for label in element.iterfind(f"{C}dLbls/{C}dLbl"):
        index, typed = label.find(C + "idx"), label.find(C + "tx")
        text = _rich(typed) if typed is not None else ""
        if index is not None and any(map(str.isdigit, text)):
            found[whole(index.get("val"))] = text
    return found


def _flag(element: Element, group: Element, name: str) -> bool:
    """Is a part of the data label (c:showVal, c:showPercent) switched on?"""
    for holder in (element, group):
        switch = holder.find(f"{C}dLbls/{C}{name}")
        if switch is not None:
            return (switch.get("val") or "1") in ("1", "true")
    return False


def _code(values: Element | None, element: Element, group: Element) -> str:
    """The number format of the data labels, else of the values."""
    for holder in (element, group):
        form = holder.find(f"{C}dLbls/{C}numFmt")
        if form is not None and form.get("sourceLinked") in ("0", "false", None):
            return form.get("formatCode") or "General"
    found = next(values.iter(C + "formatCode"), None) if values is not None else None
    return (found.text or "General") if found is not None else "General"


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1e15 else None


def _is_share(total: float) -> bool:
    """Values that add up to a whole are shares already."""
    return abs(total - 1) < 0.02 or abs(total - 100) < 1.5


def _figure(value: float | None, code: str) -> str:
    """A value in its number format: '0%' makes 0.34 '34%'. Never rounds what the format keeps."""
    if value is None:
        return ""
    shape = code.split(";", 1)[0]
    bare = _FORMAT_TEXT.sub("", shape)
    pound = "£" if "£" in shape else ""
    if not any(c in bare for c in "0#"):
        return pound + _shown(value, None)
    decimals = len(re.match(r"[0#?]*", bare.partition(".")[2])[0]) if "." in bare else 0  # type: ignore[index]
    if "%" in bare:
        return _shown(100 * value, decimals) + "%"
    if "E" in bare or "/" in bare:
        return pound + _shown(value, None)
    return pound + _shown(value, decimals)


def _shown(value: float, decimals: int | None) -> str:
    """Plain digits; with `decimals` rounded half up, as labels are drawn."""
    if decimals is None:
        text = f"{value:.10g}"
        return f"{value:.0f}" if "e" in text else text
    scaled = int(abs(value) * 10**decimals + 0.5 + 1e-9)
    text = f"{scaled / 10**decimals:.{decimals}f}"
    return f"-{text}" if value < 0 and scaled else text


def _carry_figures(points: Sequence[tuple[str, str]]) -> bool:
    """Do most labels end in their own figures ('Not upheld (12)', 'Fostering: 5%')?"""
    pairs = [(label, figure) for label, figure in points if label and figure]
    carrying = sum(_ends_in(label, figure) for label, figure in pairs)
    return bool(pairs) and carrying >= max(1.0, 0.6 * len(pairs))


def _ends_in(label: str, figure: str) -> bool:
    last, value = _NUMBER.findall(label), _NUMBER.search(figure)
    if not last or value is None or not any(map(str.isalpha, label)):
        return False
    decimals = len(last[-1].partition(".")[2])
    gap = abs(float(last[-1].replace(",", "")) - float(value[0].replace(",", "")))
    return gap <= 0.5 * 0.1**decimals


def _newer(root: Element) -> Chart:
    """The newer charts (sunburst, treemap, funnel): text and number dimensions side by side."""
    title = root.find(f".//{CX}title")
    text = fold(" ".join(t.text or "" for t in title.iter(A + "t"))) if title is not None else ""
    series: list[Series] = []
    for data in root.iter(CX + "data"):
        labels = _newer_points(data.find(CX + "strDim"))
        raw = _newer_points(data.find(CX + "numDim"))
        figures = {i: _figure(_number(v), "General") for i, v in raw.items()}
        points = tuple((labels.get(i, ""), figures.get(i, "")) for i in sorted({*labels, *raw}))
        if points:
            series.append(Series("", points))
    return Chart(text, tuple(series[:1]) if len(series) > 1 and series[0] == series[1] else tuple(series))


def _newer_points(dimension: Element | None) -> dict[int, str]:
    level = dimension.find(CX + "lvl") if dimension is not None else None
    points: Sequence[Element] = level.findall(CX + "pt") if level is not None else ()
    return {whole(p.get("idx")): fold(p.text or "") for p in points if p.text}
