"""How the cells of one table are printed, and which row of truth each gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from benchmarks.maker.coding import Figure, share
from benchmarks.maker.frames import Ledger
from benchmarks.maker.words import with_figure

BELOW = 5


@dataclass
class Printer:
    """Prints the cells of one table or list; `where` goes into every row."""

    ledger: Ledger
    kind: str
    title: str
    layout: str
    topic: str
    zero: str = "0"
    """'0', '-', 'nil', 'n/a' or '' (a blank cell, which is no row)."""
    small: bool = False
    """Counts of 1 to 4 are printed as '<5'."""
    bare: bool = False
    """Percentages without their sign, under a heading that has it."""

    def count(self, figure: Figure, *where: str, label: str = "") -> str:
        """A count as printed; its row is added."""
        value = figure.value
        if value == 0:
            if self.zero == "n/a":
                self._add(figure, "", "not_available", self.zero, where, label)
            elif self.zero:
                self._add(figure, "0", "exact", self.zero, where, label)
            return self.zero
        if self.small and value < BELOW:
            self._add(figure, str(BELOW), "less_than", f"<{BELOW}", where, label)
            return f"<{BELOW}"
        text = with_figure(str(value), figure.codes["unit"], "%", False)
        self._add(figure, str(value), "exact", text, where, label)
        return text

    def percent(self, figure: Figure, of: int, *where: str, label: str = "") -> str:
        """A share as printed."""
        value = share(figure.value, of) if of else 0
        text = f"{value}" if self.bare else f"{value}%"
        part = Figure(value, figure.codes | {"unit": "percent"})
        self._add(part, str(value), "exact", text, where, label)
        return text

    def both(self, figure: Figure, of: int, *where: str, label: str = "") -> str:
        """'12 (40%)': two rows."""
        count = self.count(figure, *where, label=label)
        return f"{count} ({self.percent(figure, of, *where, label=label)})"

    def change(self, new: Figure, old: Figure, in_percent: bool, *where: str, label: str = "") -> str:
        """'+5' or '-12%'; 'n/a' where the base is too small."""
        difference = new.value - old.value
        if in_percent and old.value < 10:
            return "n/a"
        size = share(abs(difference), old.value) if in_percent else abs(difference)
        value = size if difference > 0 else -size
        text = f"{value:+d}" if value else "0"
        text += "%" if in_percent else ""
        unit = "percent" if in_percent else new.codes["unit"]
        codes = new.codes | {"measure": "change", "unit": unit}
        if "measure=" in codes.get("also", ""):
            codes["also"] = "|".join(p for p in codes["also"].split("|") if not p.startswith("measure="))
        self._add(Figure(value, codes), str(value), "exact", text, where, label)
        return text

    def _add(
        self, figure: Figure, value: str, status: str, text: str, where: tuple[str, ...], label: str
    ) -> None:
        source: dict[str, Any] = {
            "source_kind": self.kind,
            "evidence": " | ".join(filter(None, (self.title, *where, text))),
            "layout": self.layout,
            "label": label,
            "kind": f"{self.topic} ({self.kind})",
        }
        self.ledger.add(figure, value, status, source)
