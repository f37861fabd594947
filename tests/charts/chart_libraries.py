"""The charts, drawn by three libraries in the manner of councils' reports."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import cairosvg
import matplotlib
import pygal
from chart_pages import OUTCOMES, SERVICES, STAGES, YEARS, Report, several, single
from matplotlib import pyplot

matplotlib.use("pdf")
BLUES = ("#0b5394", "#6fa8dc", "#cfe2f3", "#f1c232", "#93c47d")


def _saved(figure: Any) -> list[bytes]:
    out = io.BytesIO()
    figure.tight_layout()
    figure.savefig(out, format="pdf", metadata={"CreationDate": None})
    pyplot.close(figure)
    return [out.getvalue()]


def matplotlib_charts() -> Iterator[Report]:
    """The same kinds by matplotlib, each set into the page as a form."""
    figure, axes = pyplot.subplots(figsize=(6, 4))
    counts = (96, 71, 104, 133)
    axes.bar_label(axes.bar(YEARS, counts, color=BLUES[0], width=0.6))
    axes.set_ylabel("Number of complaints")
    yield Report(
        "mpl-bars", "bars", "Figure 1: Stage 1 complaints received", _saved(figure), single(YEARS, counts)
    )

    figure, axes = pyplot.subplots(figsize=(6, 4.5))
    pair = ((82, 90, 61), (77, 94, 70))
    for index, row in enumerate(pair):
        made = axes.barh([y + 0.38 * index for y in range(3)], row, 0.36, color=BLUES[3 * index])
        axes.bar_label(made, fmt="%d%%", padding=3)
    axes.set_yticks([y + 0.19 for y in range(3)], ["Adults", "Children and families", "Housing"])
    axes.set_title("Stage 1 complaints answered on time")
    axes.legend(["2021/22", "2022/23"], loc="lower center", bbox_to_anchor=(0.5, -0.25), ncols=2)
    yield Report(
        "mpl-hbars-grouped", "grouped horizontal bars", "Figure 2: Response times", _saved(figure),
        several(("2021/22", "2022/23"), ("Adults", "Children and families", "Housing"), pair, "{}%"),
    )  # fmt: skip

    figure, axes = pyplot.subplots(figsize=(6, 4))
    stacks, feet = ((12, 15, 9, 20), (30, 22, 28, 31), (8, 11, 5, 7)), [0] * 4
    for index, row in enumerate(stacks):
        made = axes.bar(YEARS, row, 0.5, feet, color=BLUES[index], label=OUTCOMES[index], edgecolor="white")
        axes.bar_label(made, label_type="center")
        feet = [a + b for a, b in zip(feet, row, strict=True)]
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    yield Report(
        "mpl-stacked", "stacked bars", "Figure 3: Stage 1 complaints by outcome and year", _saved(figure),
        several(OUTCOMES[:3], YEARS, stacks),
    )  # fmt: skip

    figure, axes = pyplot.subplots(figsize=(5, 4))
    shares = (41, 22, 31, 6)
    axes.pie(shares, labels=OUTCOMES, autopct="%d%%", colors=BLUES)
    yield Report(
        "mpl-pie", "pie", "Figure 4: Outcomes of Stage 1 complaints, 2022/23", _saved(figure),
        single(OUTCOMES, shares, "{}%"),
    )  # fmt: skip

    figure, axes = pyplot.subplots(figsize=(6, 4))
    ways, by = (58, 25, 11, 6), ("Email", "Online form", "Telephone", "Letter")
    axes.pie(ways, colors=BLUES, labels=[str(w) for w in ways], wedgeprops={"width": 0.4}, startangle=90)
    axes.legend(axes.patches, by, loc="center left", bbox_to_anchor=(1.05, 0.5))
    yield Report(
        "mpl-doughnut", "doughnut", "Figure 5: How Stage 1 complaints were made, 2022/23", _saved(figure),
        single(by, ways),
    )  # fmt: skip

    figure, axes = pyplot.subplots(figsize=(6, 4))
    quarters, curves = ("Q1", "Q2", "Q3", "Q4"), ((31, 44, 38, 52), (12, 9, 15, 7))
    for index, row in enumerate(curves):
        axes.plot(quarters, row, color=BLUES[3 * index], marker="o", label=YEARS[2 + index])
        for at, value in enumerate(row):
            axes.annotate(str(value), (at, value), (0, 6), textcoords="offset points", ha="center")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=2)
    axes.set_ylim(0, 60)
    yield Report(
        "mpl-lines", "lines", "Figure 6: Complaints received by quarter", _saved(figure),
        several(YEARS[2:], quarters, curves),
    )  # fmt: skip

    figure, axes = pyplot.subplots(figsize=(6, 3.5))
    on_time, left = ((71, 64, 88), (29, 36, 12)), [0] * 3
    for index, row in enumerate(on_time):
        made = axes.barh(STAGES, row, 0.55, left, color=BLUES[index])
        axes.bar_label(made, fmt="%d%%", label_type="center")
        left = [a + b for a, b in zip(left, row, strict=True)]
    axes.legend(
        ["Within timescale", "Over timescale"], loc="upper center", bbox_to_anchor=(0.5, 1.2), ncols=2
    )
    yield Report(
        "mpl-hstacked", "stacked horizontal bars", "Figure 7: Complaints responded to on time, 2022/23",
        _saved(figure), several(("Within timescale", "Over timescale"), STAGES, on_time, "{}%"),
    )  # fmt: skip

    figure, (first, second) = pyplot.subplots(1, 2, figsize=(8, 4))
    first.bar_label(first.bar(STAGES, (120, 18, 7), color=BLUES[0]))
    first.set_title("2021/22")
    second.bar_label(second.bar(STAGES, (148, 23, 9), color=BLUES[3]))
    second.set_title("2022/23")
    yield Report(
        "mpl-two", "two side by side", "Figure 8: Complaints received by stage", _saved(figure),
        (*single(STAGES, (120, 18, 7)), *single(STAGES, (148, 23, 9))),
    )  # fmt: skip

    figure, axes = pyplot.subplots(figsize=(6, 4))
    axes.bar(OUTCOMES, (41, 22, 31, 6), color=BLUES[0])
    axes.grid(axis="y")
    yield Report("mpl-unlabelled", "no figures", "Figure 9: Outcomes, 2022/23", _saved(figure), unread=1)


def pygal_charts() -> Iterator[Report]:
    """The same kinds by pygal, from SVG by cairosvg."""
    style = pygal.style.Style(
        background="white", plot_background="white", value_font_size=14, label_font_size=14,
        legend_font_size=14, title_font_size=18, value_colors=("black",) * 5, colors=BLUES,
        font_family="Helvetica",
    )  # fmt: skip
    common: dict[str, Any] = {
        "style": style, "print_values": True, "print_values_position": "top",
        "truncate_legend": -1, "js": (), "width": 700,
        "height": 450, "value_formatter": lambda value: f"{value:g}",
    }  # fmt: skip

    def saved(chart: Any) -> list[bytes]:
        return [cairosvg.svg2pdf(bytestring=chart.render())]

    chart = pygal.Bar(**common, show_legend=False)
    chart.x_labels = STAGES
    chart.add("Complaints", [88, 14, 5])
    yield Report(
        "pygal-bars",
        "bars",
        "Chart A: Complaints by stage, 2022/23",
        saved(chart),
        single(STAGES, (88, 14, 5)),
    )

    chart = pygal.Bar(**common, legend_at_bottom=True)
    groups = ((55, 12, 3), (61, 18, 4), (70, 14, 5))
    chart.x_labels = STAGES
    for name, row in zip(YEARS[1:], groups, strict=True):
        chart.add(name, row)
    yield Report(
        "pygal-grouped",
        "grouped bars",
        "Chart B: Complaints received by stage and year",
        saved(chart),
        several(YEARS[1:], STAGES, groups),
    )

    stacks = ((33, 41, 29), (21, 17, 24))
    chart = pygal.StackedBar(**{**common, "print_values_position": "center"})
    chart.x_labels = YEARS[1:]
    for name, row in zip(("Upheld", "Not upheld"), stacks, strict=True):
        chart.add(name, row)
    yield Report(
        "pygal-stacked",
        "stacked bars",
        "Chart C: Stage 1 complaints by outcome",
        saved(chart),
        several(("Upheld", "Not upheld"), YEARS[1:], stacks),
    )

    chart = pygal.HorizontalBar(**common, show_legend=False)
    chart.x_labels = SERVICES[:4]
    chart.add("Complaints", [45, 38, 12, 9])
    yield Report(
        "pygal-horizontal",
        "horizontal bars",
        "Chart D: Stage 1 complaints by service, 2022/23",
        saved(chart),
        single(SERVICES[:4], (45, 38, 12, 9)),
    )

    chart = pygal.Pie(**common)
    for name, value in zip(OUTCOMES, (44, 19, 52, 8), strict=True):
        chart.add(name, value)
    yield Report(
        "pygal-pie",
        "pie",
        "Chart E: Outcomes of Stage 1 complaints, 2022/23",
        saved(chart),
        single(OUTCOMES, (44, 19, 52, 8)),
    )

    chart = pygal.Line(**common, show_legend=False, margin=40)
    chart.x_labels = YEARS
    chart.add("Complaints", [210, 187, 232, 251])
    yield Report(
        "pygal-line",
        "lines",
        "Chart F: Stage 1 complaints received each year",
        saved(chart),
        single(YEARS, (210, 187, 232, 251)),
    )

    chart = pygal.Line(**{**common, "print_values": False})
    chart.x_labels = YEARS
    chart.add("Stage 1", [210, 187, 232, 251])
    chart.add("Stage 2", [31, 25, 28, 40])
    yield Report(
        "pygal-line-unlabelled",
        "no figures",
        "Chart G: Complaints received each year",
        saved(chart),
        unread=1,
    )
