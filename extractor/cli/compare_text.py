"""A comparison of councils as lines for a terminal. Nothing is printed here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from extractor.lexicon.comparison import IndicatorsFile
from extractor.model.records import IndicatorRow as Row
from extractor.reconcile.two_councils import Pair


def side_by_side(
    found: Iterable[Pair], names: tuple[str, str], period: str, settings: IndicatorsFile
) -> Iterator[str]:
    """Two councils, indicator by indicator."""
    labels = {indicator.id: indicator.label for indicator in settings.indicators}
    yield f"{names[0]} and {names[1]}, {period}"
    for pair in found:
        yield ""
        yield f"{labels[pair.indicator]}{_place(pair.one, pair.other)}"
        if pair.one is None or pair.other is None:
            lacking = names[0] if pair.one is None else names[1]
            yield from _figures([row for row in (pair.one, pair.other) if row])
            yield f"  {lacking} does not give this figure"
        elif pair.because:
            yield f"  not comparable because {'; '.join(pair.because)}"
        else:
            yield from _figures([pair.one, pair.other])
            yield from _care(pair.care)


def beside_peers(
    council: str, found: Mapping[str, Sequence[Pair]], period: str, settings: IndicatorsFile
) -> Iterator[str]:
    """A council and each of its peers that has the figure, by name; `found` is by the peer's name."""
    labels = {indicator.id: indicator.label for indicator in settings.indicators}
    yield f"{council} and {', '.join(found)}, {period} (in order of name, not of figures)"
    done: dict[tuple[str, str, str, int | None], list[tuple[str, Pair]]] = {}
    for peer, pairs in found.items():
        for pair in pairs:
            if pair.one is not None:
                key = (pair.indicator, pair.one.procedure, pair.one.stage, pair.one.limit_days)
                done.setdefault(key, []).append((peer, pair))
    for key, listed in done.items():
        one = listed[0][1].one
        yield ""
        yield f"{labels[key[0]]}{_place(one, None)}"
        yield from _figures([row for row in (one,) if row])
        for peer, pair in listed:
            if pair.other is None:
                yield f"  {peer}: does not give this figure"
            elif pair.because:
                yield f"  {peer}: not comparable because {'; '.join(pair.because)}"
            else:
                yield from _figures([pair.other])
        yield from _care([told for _, pair in listed for told in pair.care])


def _place(one: Row | None, other: Row | None) -> str:
    rows = [row for row in (one, other) if row]
    said = []
    for name in ("procedure", "stage", "limit_days"):
        cells = dict.fromkeys(getattr(row, name) for row in rows)
        if len(cells) == 1 and (cell := next(iter(cells))) not in (None, "", "all"):
            said.append(f"within {cell} days" if name == "limit_days" else cell.replace("_", " "))
    return f" ({', '.join(said)})" if said else ""


def _figures(rows: Sequence[Row]) -> Iterator[str]:
    width = max((len(row.authority_name) for row in rows), default=0)
    for row in rows:
        cells = row.cells()
        sign = "%" if row.unit == "percent" else ""
        value = "no figure" if row.value is None else f"{cells['value']}{sign}"
        interval = (
            f"  (95%: {cells['lower']} to {cells['upper']})" if cells["lower"] and cells["upper"] else ""
        )
        of = (
            f"  = {cells['numerator']} of {cells['denominator']}"
            if cells["numerator"] and cells["denominator"]
            else ""
        )
        yield f"  {row.authority_name.ljust(width)}  {value}{interval}{of}"


def _care(told: Iterable[str]) -> Iterator[str]:
    """Each caveat once, with the councils that it is of."""
    names: dict[str, list[str]] = {}
    for line in told:
        name, _, reasons = line.partition(": ")
        for reason in reasons.split("; "):
            if name not in names.setdefault(reason, []):
                names[reason].append(name)
    for reason, whose in names.items():
        yield f"  with care: {reason} ({', '.join(whose)})"
