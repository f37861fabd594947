"""Is a number a change, up or down, or the earlier of two?"""

from __future__ import annotations

from extractor.lexicon.phrases import Phrases
from extractor.model.types import Label
from extractor.understand.sentences.sentence import Parsed, Zone

_EARLIER_TOTAL = (
    r"\b(?:(?:{earlier_years}|y{2,})(?:'?s)? {figure_nouns}|{range_starts} [^.;,\d]*y{2,}) {of_links} $"
)
"""'A decrease on the previous year's total of 258', 'a fall from a peak in 2015/16 of 27'."""


class Changes:
    """Knows the words of increase and decrease; compiled once per rulebook."""

    def __init__(self, phrases: Phrases) -> None:
        compiled = phrases.compile
        self._up, self._down = compiled(r"\b{increase}\b"), compiled(r"\b{decrease}\b")
        self._before = compiled(
            r"\b{change_words}\s+(?:[\w'&/-]+\s+){0,8}?{change_links}\s*(?:{change_hedges} )?\(?$"
            r"|\b{moved_words}\s+(?:{change_links}\s+)?$|[▲▼↑↓]\s*$"
        )
        self._after = compiled(
            r"^\s*(?:{percent_words}\s+|%\s*)?\(?(?:[a-z-]+\s+){0,2}?"
            r"(?:{change_nouns}|{share_change_nouns})\b(?!\s+{range_starts}\s+\d)"
            r"|^\s*(?:{percent_words}\s+)?(?:[a-z-]+\s+){0,2}?"
            r"{comparatives}\b(?!\s+{than_words}\s+\d)(?: [\w',&-]+){0,9} (?P<than>{than_words})\b"
            r"|^\s*{comparatives_of_counts}\b(?!\s+{than_words}\s+\d)"
        )
        # '16 up on last year', '16 above the previous year's figure', 'an extra 16 on 2018/19'.
        self._beside = compiled(
            r"^\s*(?:%\s*|{percent_words}\s+)?(?:{counted_nouns}\s+)?(?P<way>{above_or_below})\s+"
            r"(?:(?:{beside_leads}|[\d,.]+%?)\s+){0,7}(?:{earlier_years}|y{2,})"
        )
        # 'Compared with last year there were 16 more complaints'.
        self._more = compiled(r"^\s*{comparatives_of_counts}\s+(?:[\w-]+\s+){0,3}?{counted_nouns}\b")
        self._compared = compiled(r"\b{comparators}\s+(?:{articles}\s+)?(?:{earlier_years}|y{2,})")
        self._arrow = compiled(r"\b(?P<way>{up_or_down})\s*$")
        self._below = compiled(r"{below}")
        self._extra_before = compiled(r"\b{extras}\s+$")
        self._extra_after = compiled(
            r"^\s*(?:{counted_nouns}\s+)?(?:{changed_since}|{comparators})\s+(?:{articles}\s+)?(?:{earlier_years}|y{2,})"
        )
        # 'Stage 1 went up by 3.8% and Stage 2 by 18.6%'.
        self._series = compiled(r"\b{change_words}\s+{change_links}\s+[\d.]+%")
        # 'a fall in complaints received by the Assessment Service of 40%'
        self._far = compiled(
            r"\b(?:{change_nouns}|{share_change_nouns}|{moved_far})\b[^;.]*?"
            r"\b(?:{change_links}|{amountings})\s+(?:{change_hedges} )?$"
        )
        # '(six additional, mainly ...)', 'which is 207 fewer'
        self._bare = compiled(r"^\s*(?:{extras}|{comparatives_of_counts})\s*(?:[,.;()]|$)")
        # '(16% down)'
        self._way = compiled(r"^\s*(?P<way>{above_or_below})\s*[).;]")
        # 'rose to 1,377 from 1,190, or by 187'
        self._by_again = compiled(
            r"\b(?:{change_words}|{moved_words})\b[^.;]*?(?:,|\b{twin_joints})\s+(?:{again_leads}\s+)?{change_links}\s+(?:{change_hedges}\s+)?$"
        )
        self._alone = compiled(r"^\s*(?:{counted_nouns}\s*)?(?:[.,;:()]|$)")
        self._nouns = phrases.words("change_nouns")
        # A change over these spans is no year-on-year change.
        self._long_time = compiled(r"\b(?:{long_spans} \w+ {time_units}|{several_years})\b")
        self._earlier = compiled(r"\b{earlier_words}\b")
        self._total = compiled(_EARLIER_TOTAL)

    def label(self, parsed: Parsed, zone: Zone, before: str, after: str) -> Label | None:
        """The label of a change where the number is one; `before` and `after` are the words around it."""
        n = zone.number
        if n.unit not in ("", "count", "percent", "percentage_point", "gbp"):
            return None
        follows = (
            n.unit == "percent"
            and before.endswith("by ")
            and bool(self._series.search(parsed.plain, 0, n.start - 4))
        )
        beside = self._beside.match(after)
        extra = self._extra_before.search(before) and self._extra_after.match(after)
        more = self._more.match(after) and self._compared.search(parsed.plain)
        bare = n.unit in ("", "count") and self._bare.match(after)
        way = n.unit == "percent" and self._way.match(after)
        again = self._by_again.search(parsed.plain[: n.start]) if self._alone.match(after) else None
        moved = self._moved_by(parsed, zone)
        beside = beside or way or None
        near = follows or beside or extra or more or bare or self._is_change(before, after, n.unit)
        far = again.group() if again else "" if near else moved or self._far_before(parsed, zone)
        if not (near or far) or self._long_time.search(parsed.plain):
            return None
        words = before[-45:] + " | " + after[:45]
        if beside:
            falls = bool(self._below.fullmatch(beside["way"]))
        elif far:
            down, up = self._down.search(far), self._up.search(far)
            falls = down is not None and (up is None or down.start() < up.start())
        else:
            falls = self._falls(before, after[: max(0, zone.post_end - n.end)])
        return Label("change", words.strip(), "down" if falls else "up", "own")

    @staticmethod
    def _moved_by(parsed: Parsed, zone: Zone) -> str:
        """'Rose from 304 to 411 (35%)': the words in front of a change behind its two numbers; or ''."""
        last = parsed.zones[zone.index - 1] if zone.index > 1 else None
        if last is None or not zone.bracketed or zone.number.unit != "percent" or last.link != "to":
            return ""
        first = parsed.zones[zone.index - 2]
        return "" if first.number.unit == "percent" else parsed.plain[first.pre_start : first.number.start]

    def _far_before(self, parsed: Parsed, zone: Zone) -> str:
        """The words from a change on to the percentage that it is of, with no other number between; or ''."""
        if zone.number.unit not in ("percent", "percentage_point"):
            return ""
        start = parsed.zones[zone.index - 1].number.end if zone.index else 0
        found = self._far.search(parsed.plain, start, zone.number.start)
        return found.group() if found else ""

    def is_earlier(self, parsed: Parsed, zone: Zone, before: str, change: bool) -> bool:
        """Is the number the earlier one of two that are compared?"""
        if change:
            return False
        if zone.link != "compare":
            pair = any(z.link == "to" and z.index == zone.index + 1 for z in parsed.zones)
            ahead = parsed.plain[: zone.number.start]
            opened = before.endswith("(") and (self._up.search(ahead) or self._down.search(ahead))
            return bool(pair and opened)
        return bool(
            zone.index
            or self._up.search(parsed.plain)
            or self._down.search(parsed.plain)
            or any(z.link == "to" and z.index == zone.index + 1 for z in parsed.zones)
            or self._earlier.search(before)
        )

    def _is_change(self, before: str, after: str, unit: str) -> bool:
        if found := self._before.search(before):
            return not self._total.search(found.group())
        found = self._after.match(after)
        if not found:
            return False
        words = found.group().lower()
        return unit == "percent" or bool(found["than"]) or any(w in words for w in self._nouns)

    def _falls(self, before: str, after: str) -> bool:
        """Do the words nearest to the number say that it went down?"""
        arrow = self._arrow.search(before)
        if arrow:
            return self._below.fullmatch(arrow["way"]) is not None
        near = [*self._down.finditer(before), *self._up.finditer(before)]
        if near and self._before.search(before):
            last = max(near, key=lambda m: m.end())
            return bool(self._down.fullmatch(last.group()))
        following = [m for m in (self._down.search(after[:45]), self._up.search(after[:45])) if m]
        if following:
            first = min(following, key=lambda m: m.start())
            return bool(self._down.fullmatch(first.group()))
        return bool(self._down.search(before[-30:]))
