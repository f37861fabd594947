"""When a printed number is no row: limits, targets, other places, single cases, praise."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from itertools import pairwise

from extractor.language import numbers, periods
from extractor.language.numbers import Number
from extractor.lexicon.phrases import Phrases
from extractor.model.types import Label
from extractor.understand.sentences.periods import is_stretch
from extractor.understand.sentences.sentence import Parsed, Zone
from extractor.understand.sentences.units import RATE
from extractor.understand.tables.not_counted import is_other_business

_ENDS = re.compile(r"\s*(?:[.,;:)]|$)")
_NUMBERED = re.compile(r"(?<!\S)(\d{1,2})\.?(?=\s+[A-Z])")
_CLAUSE_END = re.compile(r"[;:]|,(?!\d)")
_BETWEEN = r"\b{range_pairs} £?[\d,.]+%? {and_words} £?[\d,.]+%?(?!\w)"
_KEY = r"^\W*(?:{mark_keys}|<\d+)\s*[=:]|\b{colour_keys}\s*=|\b{small_counts} \w+\b.{0,60}\b{held_back}\b"
_DEFINITION = r"^\W*(?:\d{1,2}\s+)?{definition_openings}\b[^.;,]{0,60}?\b{definition_verbs}\b"
_FRACTION = (
    r"\b(?:{small_numbers}|\d) {fraction_links}(?: {every_words})? (?:{small_numbers}|10{1,3})\b(?! y{4})"
)
_NOT_ONE = r"(?:\b{plain_negations}|[”\"]\W*{sayings})\s+$"
"""'Not one thing went wrong', '..., wrote one couple'."""
_NUMBERS_WHAT_FOLLOWS = re.compile(r"\d{1,2}\s+(?:[A-Z][A-Za-z' ]{2,50}:\s|(?:[A-Z'’]{3,}\s+){2})")
"""'5 Compliments: 210 compliments came in', '3 CHILDREN'S SOCIAL CARE REPORT'."""
_MINUTE = re.compile(r"\W*(\d{1,3})/(\d{2,4})\.?\s+[A-Z][A-Za-z]")
_OLDEST = 30
_OF_THE_LAW = (10, 15, 20, 25, 28, 30, 40, 60, 65)
"""Days that procedures allow."""
"""Years; a larger number that is 'reached' is no age."""
_OF_A_CASE = {"recommendation", "payment", "remedy"}
"""What each case of a list either has or has not."""
_TOLD = ("outcome", "event", "stage", "timeliness", "complainant", "service_area", "procedure")
"""What may be told of none of them."""
IN_WORDS = "a share put in words"
_LENGTHS = ("working_days", "days", "weeks", "months", "years", "hours")


def numbering(text: str) -> frozenset[int]:
    """Where the numbers of a list stand that is printed in one line: '1 Introduction 2 Method 3 Results'.

    Also the two numbers of a minute: '18/15 COMPLAINTS AND COMPLIMENTS'.
    """
    if minute := _MINUTE.match(text):
        return frozenset((minute.start(1), minute.start(2)))
    found = [(int(m[1]), m.start()) for m in _NUMBERED.finditer(text)]
    for i in range(len(found) - 2):
        run = [at for k, (n, at) in enumerate(found[i:]) if n == found[i][0] + k]
        if len(run) > 2 and len(run) == len(found) - i:
            return frozenset(run)
    return frozenset()


def _in_a_row(parsed: Parsed, zone: Zone) -> bool:
    """'Parking 12 14 16 19': only spaces between figures, out of a table that was not seen."""
    beside = parsed.zones[max(0, zone.index - 1) : zone.index + 2]
    return any(
        one.number.unit == two.number.unit
        and not one.number.word
        and parsed.plain[one.number.end : two.number.start].isspace()
        for one, two in pairwise(beside)
    )


def _unit_of_pair(parsed: Parsed, zone: Zone) -> str:
    """The number's unit; that of 'seven hours' for the five of 'five to seven hours'."""
    if zone.number.unit not in ("", "count"):
        return zone.number.unit
    other = next((z for z in parsed.zones[zone.index + 1 : zone.index + 2] if z.link == "to"), zone)
    return other.number.unit


class Refusals:
    """Compiled once per report; each question answers with a reason, or ''."""

    def __init__(self, phrases: Phrases) -> None:
        compiled, once = phrases.compile, lru_cache(maxsize=16)  # asked for each number of a sentence
        self._rate_before = compiled(r"\b{rate_leads} $")
        self._key, self._definition = compiled(_KEY), compiled(_DEFINITION)
        self._between_two, self._not_one = compiled(_BETWEEN), compiled(_NOT_ONE)
        self._elsewhere = once(compiled(r"\b{elsewhere}\b").search)
        self._own_figure = compiled(r"\b{other_council_shields}\b")
        self._duration = compiled(r"^\s*(?:{day_kinds}\s+)?{time_units}\b")
        self._extreme = compiled(r"\b{extremes}\b[^.,;\d]*$")
        self._average = compiled(r"\b{averages}\b")
        self._target_before = compiled(r"\b{targets}\b[^.;,]{0,40}$|\b{hopes}\b[^.;]{0,90}$")
        self._target_after = compiled(r"^\s*(?:%\s*)?(?:{target_kinds} )?{target_nouns}\b")
        self._fraction = compiled(_FRACTION)
        self._per_time = compiled(r"\s+(?:{counted_nouns}\s+)?(?:{averages}\s+)?{per_times}\b")
        self._set_limit = compiled(r"^[\s-]*(?:{day_kinds}[\s-]+)?{time_units}[\s-]+{limit_nouns}\b")
        self._limit = compiled(r"\b\d+ (?:{day_kinds}\s+)?{time_units}\b")
        self._other_business = compiled(
            r"\s*(?:(?!{care_stems})[a-z-]+\s+)?{other_business}\b(?!\s+{complaint_stems})"
        )
        self._business, self._stretch = (
            once(partial(is_other_business, phrases)),
            partial(is_stretch, phrases),
        )
        self._structure = compiled(r"\s(?:[a-z-]+\s){0,3}?{structures}\b(?!\s+{complaint_stems})")
        self._compares = compiled(r"\b{held_against}\b")
        self._clause = compiled(r";|,\s+{clause_openings}\b")
        self._span = once(compiled(r"\b{spans_of_years}\b").search)
        self._run = once(compiled(r"\b{runs_of_years}\b").search)
        self._rated = once(compiled(r"\b{ratings}\b").search)
        self._forecast = compiled(r"\b{forecasts}\b[^.;]{0,60}$")
        self._sooner = compiled(r"\s*(?:{day_kinds}\s+)?(?:{time_units}\s+)?{sooner}\b")
        self._changed_by = compiled(
            r"\b(?:{change_words}|{moved_words})\s+{by_words}\s+(?:{change_hedges}\s+)?$"
        )
        self._widened = compiled(r"\s*[,;]?\s*(?:{length_options}|{exceptions}|{extensions})\b")
        self._of_limits(compiled)
        self._one = compiled(r"\b{one_leads}\s+$")
        self._part, self._age = compiled(r"\b{numbered_parts}\s*\($"), compiled(r"\b{age_leads}\s+$")
        self._of_people(compiled)
        self._budget, self._plan = compiled(r"\b{budgets}\s+$"), compiled(r"^\W*{plan_openings}\b")
        self._asked, self._money = compiled(r"\b{sums_asked}\b"), compiled(r"\b{money_words}\b")
        self._rule, self._past = compiled(r"\b{rules}\b"), compiled(r"\b{past}\b")
        self._from_on = compiled(r"\s+{threshold_tails}\b")
        self._over = compiled(r"\b{threshold_leads}\b[^.;()\d]{0,40}\([a-z ]*$")
        self._none_of = compiled(r"\s+{of_links}\s+{wholes}")
        self._file = compiled(r"\b{file_marks}\b", 0)

    def _of_limits(self, compiled: Callable[[str], re.Pattern[str]]) -> None:
        """How the time is told in which a complaint must be answered."""
        self._limit_of = compiled(r"\b{limit_leads}\s+$")
        self._limit_ends = compiled(r"\s*(?:[.,;:)]|$|(?:{joints}|{limit_tails})\b)")
        self._limit_tail = compiled(r"\s*[,;]?\s*{limit_tails}\b")
        self._up_to = compiled(r"\s*(?:-|{range_joints})\s*")
        self._limit_led = compiled(r"\b{limit_preps}\s+(?:{articles}\s+)?$")
        self._limit_case = compiled(r"\s+{limit_cases}\b")
        self._limits = compiled(r"(?<!\d){limit_pairs}(?!\d)")
        self._within, self._within_next = (
            compiled(r"\b{within_words}\s+$"),
            compiled(r"\s+{within_words}\s+\d"),
        )
        self._option = compiled(r"\s*[,(]?\s*{length_options}\s*")
        self._extended = compiled(r"\b{extensions}\s+$")

    def _of_people(self, compiled: Callable[[str], re.Pattern[str]]) -> None:
        """Those who live in the area, and the one person to whom a sum was paid."""
        self._peopled = compiled(r"\b(?!{care_stems}\b)[\w-]+ {peopled}\b[^.;]*$")
        self._populated = compiled(r"\b{populated} (?:{change_hedges} )*$")
        self._inhabited = compiled(r"\s{inhabitants}\s*(?:[.,;]|$|{area_tails}\b)")
        self._to_one = compiled(r"\b{one_paid} $")

    def sentence(self, parsed: Parsed) -> str:
        """A reason that holds for every number of the sentence."""
        if self._definition.match(parsed.plain):
            return "a definition"
        if self._key.search(parsed.plain):
            return "a key to the marks of a table"
        if self._plan.match(parsed.plain) and not self._past.search(parsed.plain):
            return "something planned"
        if self._business(parsed.plain):
            return "a figure of other business"
        found = self._elsewhere(parsed.plain)
        if found and not self._own_figure.search(parsed.plain[: found.start()]):
            against = self._against(parsed.plain, found.start())
            return "" if any(z.number.end <= against for z in parsed.zones) else "a figure of another place"
        return ""

    def number(self, parsed: Parsed, zone: Zone, labels: Sequence[Label]) -> str:
        """A reason for this number alone."""
        n, plain = zone.number, parsed.plain
        before, after = plain[max(0, n.start - 60) : n.start], plain[n.end : n.end + 45]
        reason = self._whose(plain, n, before, after, labels) or self._form(parsed, zone, before, after)
        if reason:
            return reason
        unit = _unit_of_pair(parsed, zone)
        if unit in ("minutes", "hours"):  # how long calls and work take; complaints are answered in days
            return "a time limit or a length of time"
        if unit in _LENGTHS or self._duration.match(after):
            return self._length(plain, n, before, after)
        return (
            (self._plain_count(parsed, zone, before, after) if n.unit in ("", "count") else "")
            or self._sum_or_share(plain, n, before, after)
            or self._in_a_rule(parsed, zone, labels, before)
        )

    def _whose(self, plain: str, n: Number, before: str, after: str, labels: Sequence[Label]) -> str:
        """A rate per head of something else than complaints, or a figure of another place."""
        per_head = n.unit == RATE and not any(x.facet == "thing" for x in labels)
        if per_head or self._rate_before.search(before):
            return "a rate per head"
        elsewhere = self._elsewhere(plain)
        against = self._against(plain, elsewhere.start()) if elsewhere else 0
        ours = elsewhere and self._own_figure.search(plain[: elsewhere.start()])
        theirs = elsewhere and n.start >= against and not (ours and not self._compares.match(plain, against))
        return "a figure of another place" if theirs else ""

    def _form(self, parsed: Parsed, zone: Zone, before: str, after: str) -> str:
        """What is no figure by how it is put or where it stands."""
        n = zone.number
        if _in_a_row(parsed, zone):
            return "one of several figures side by side, and no heading says which is which"
        heads = not zone.index and not before.strip()
        if heads and (_NUMBERS_WHAT_FOLLOWS.match(parsed.plain, n.start) or self._file.search(parsed.plain)):
            return "the number of a heading or note"
        the_one = n.word and n.value == 1 and before.lower().endswith("the ")
        if the_one and not any(t.start - n.end <= 1 for t in parsed.after(zone, "thing")):
            return "a pronoun"
        sums = zone.index and parsed.zones[zone.index - 1].number.unit == "gbp"
        if n.word and n.value == 1 and sums and before.lower().endswith(" in "):
            return "the case that a sum was paid in"  # '£14,320, most of it in one housing case'
        if zone.bracketed and periods.is_month(before.rstrip(" (").rpartition(" ")[2]):
            return "a figure of one month"
        return self._no_figure(zone, before, after) or self._other(parsed, n)

    def _length(self, plain: str, n: Number, before: str, after: str) -> str:
        """A length of time counts only where it is an average."""
        if self._set_limit.match(after):
            return "a time limit or a length of time"
        if self._sooner.match(plain, n.end) or self._changed_by.search(before):
            return "a difference of time"
        if self._target_before.search(before) or self._limit_of.search(before):
            return "a target"
        average = self._average.search(plain[max(0, n.start - 90) : n.end + 30])
        extreme = self._extreme.search(plain[max(0, n.start - 40) : n.start])
        broken = n.unit in _LENGTHS and (n.value or 0) % 1  # only an average has tenths of a day
        return "" if (average or broken) and not extreme else "a time limit or a length of time"

    def _plain_count(self, parsed: Parsed, zone: Zone, before: str, after: str) -> str:
        """Limits without the word days, rates, shares in words, stages and ages."""
        n, plain = zone.number, parsed.plain
        if not zone.twins and (
            self._extended.search(before) or self._is_option(parsed, zone) or self._is_limit(parsed, n)
        ):
            return "a time limit or a length of time"
        if self._per_time.match(after) or ((n.value or 0) % 1 and not self._average.search(plain)):
            return "a rate"
        if self._is_fraction(parsed, zone):
            return IN_WORDS
        if before.rstrip().endswith("(") and after.startswith(")") and self._part.search(before):
            return "the number of a stage"
        young = (n.value or 0) <= _OLDEST
        if self._age.search(before) and young and not parsed.after(zone, "thing"):
            return "an age"
        return ""

    def _sum_or_share(self, plain: str, n: Number, before: str, after: str) -> str:
        """Targets, ranges, budgets and sums that were only asked for."""
        aimed = self._target_before.search(before) or self._target_after.match(after)
        if aimed and n.unit in ("percent", "", "count", "gbp"):
            return "a target"
        if self._between(plain, n):
            return "a range"
        if n.unit == "gbp" and self._budget.search(before):
            return "a budget"
        if n.unit == "gbp" and self._to_one.search(before):
            return "one case's story"
        if n.unit == "gbp" and self._extreme.search(before):
            return "one of several sums"
        if n.unit == "gbp" and self._asked.search(plain):
            return "a sum asked for, not paid"
        return ""

    def _in_a_rule(self, parsed: Parsed, zone: Zone, labels: Sequence[Label], before: str) -> str:
        """A number of a rule, or what one case of a list came to."""
        n, plain = zone.number, parsed.plain
        things = (
            {t.code for t in parsed.after(zone, "thing")}
            if self._rule.search(before)
            else {x.code for x in labels if x.facet == "thing" and x.origin == "own"}
        )
        told = ("outcome", "theme", "service_area") if zone.bracketed else ("outcome",)
        found_out = any(x.facet in told and x.origin == "own" for x in labels)
        if not things - {"case"} and not found_out:
            clause_end = _CLAUSE_END.search(plain, n.end)
            stop = min(n.end + 50, clause_end.start() if clause_end else len(plain))
            if self._rule.search(plain[max(0, n.start - 70) : stop]):
                return "a rule, not a count"
        said = any(x.facet in _TOLD and x.code != "received" and x.origin == "own" for x in labels)
        if n.word and n.value == 0 and not said and self._none_of.match(plain, n.end):
            return "a pronoun"  # 'none of these have been a cause for concern'
        if things & _OF_A_CASE and n.word and n.value == 0 and self._is_fragment(plain):
            return "what one case came to, not a count"
        return ""

    def _against(self, plain: str, end: int) -> int:
        """Where the words begin with which another place's figure is held against ours; 0 for nowhere."""
        compared = max((found.start() for found in self._compares.finditer(plain, 0, end)), default=0)
        opened = plain.rfind("(", 0, end)
        bracket = opened if ")" not in plain[max(opened, 0) : end] else 0
        clause = max((found.start() for found in self._clause.finditer(plain, 0, end)), default=0)
        return compared or max(bracket, clause)

    def _other(self, parsed: Parsed, n: Number) -> str:
        """A reason that lies in what is counted, or over how long."""
        if n.unit in ("", "count") and (
            self._other_business.match(parsed.plain, n.end)
            or (n.word and self._structure.match(parsed.plain, n.end))
        ):
            return "a figure of other business"
        before = parsed.plain[: n.start]
        lives_there = self._populated.search(before) and self._inhabited.match(parsed.plain, n.end)
        if n.unit in ("", "count") and (lives_there or self._peopled.search(before)):
            return "how many people live in the area"
        run = self._run(parsed.plain)
        each_year = run and any(x.value == len(parsed.zones) for x in numbers.in_sentence(run.group()))
        spanned = self._span(parsed.plain) and not each_year and not any(p.code for p in parsed.periods)
        if spanned or self._stretch(parsed):
            return "a total of several years"
        if self._rated(parsed.plain):
            return "a score of satisfaction"
        if self._forecast.search(parsed.plain[: n.start]):
            return "something expected"
        return ""

    def _is_fragment(self, plain: str) -> bool:
        """Words without a predicate or a full stop: 'No recommendations', out of a list of cases."""
        return not plain.rstrip().endswith((".", ";", ":")) and not self._past.search(plain)

    def _between(self, plain: str, n: Number) -> bool:
        """'Between £3,000 and £5,000'."""
        at = max(0, n.start - 24)
        found = self._between_two.search(plain[at : n.end + 16])
        return found is not None and found.start() <= n.start - at < found.end()

    def _is_limit(self, parsed: Parsed, n: Number) -> bool:
        """'Stage 2: 25 to 65', 'a panel within 30': a limit of the law without the word days."""
        plain, at = parsed.plain, max(0, n.start - 20)
        pair = self._limits.search(plain, at, n.end + 20)
        if pair and pair.start() <= n.start and n.end <= pair.end():
            return not plain[: pair.start()].rstrip().lower().endswith("from")
        if self._limit_of.search(plain[at : n.start]):
            return bool(self._limit_ends.match(plain, n.end))
        within = self._within.search(plain[at : n.start]) and _ENDS.match(plain, n.end)
        return bool(within or self._limit_tail.match(plain, n.end)) or self._is_another_limit(parsed, n)

    def _is_another_limit(self, parsed: Parsed, n: Number) -> bool:
        """'In 10 working days; stage 2 in 20', 'from 5 to 40 working days': it has the other's unit."""
        plain = parsed.plain
        others = [z.number for z in parsed.zones] + list(parsed.inside)
        lengths = [x for x in others if x.unit in _LENGTHS or self._duration.match(plain[x.end : x.end + 25])]
        if any(self._up_to.fullmatch(plain, n.end, x.start) for x in lengths):
            return not self._average.search(plain)
        ends = self._limit_ends.match(plain, n.end) or self._limit_case.match(plain, n.end)
        told = ends and any(x.end < n.start for x in lengths)
        led = self._limit_led.search(plain[: n.start]) if told and n.value in _OF_THE_LAW else None
        found = [t for t in parsed.by_facet.get("outcome", ()) if led and 0 <= led.start() - t.end <= 1]
        return led is not None and not found  # 'fault was found in 20'

    def _is_option(self, parsed: Parsed, zone: Zone) -> bool:
        """'10 working days, or 20': another limit beside one."""
        n = zone.number
        ends = [m.end() for m in self._limit.finditer(parsed.plain, 0, n.start)]
        after = self._past.match(parsed.plain, n.end + 1) or self._within_next.match(parsed.plain, n.end)
        things = parsed.after(zone, "thing")
        if not ends or after or any(t.start - n.end <= 1 for t in things):
            return False
        if self._option.fullmatch(parsed.plain, ends[-1], n.start):
            return True
        bracketed = parsed.plain[ends[-1] : n.start].strip() == "("
        return bracketed and bool(self._widened.match(parsed.plain, n.end))

    def _is_fraction(self, parsed: Parsed, zone: Zone) -> bool:
        """'Four in five', with the percentage printed or not."""
        n = zone.number
        start = max(0, n.start - 16)
        found = self._fraction.search(parsed.plain, start, n.end + 16)
        if found is None or not (found.start() <= n.start and n.end <= found.end()):
            return False
        words = found.group().lower()
        return " in " in words or words.endswith((" ten", " hundred"))

    def _no_figure(self, zone: Zone, before: str, after: str) -> str:
        """A reason that lies in how the number itself is put."""
        n = zone.number
        if n.word and n.value == 1:
            if n.status in ("more_than", "less_than"):
                return "no count ('more than one')"
            if after.startswith(" of £"):
                return "a pronoun"
            if self._not_one.search(before):
                return "a pronoun"
            if self._one.search(before) and _ENDS.match(after):
                return "a pronoun"
        over = n.status in ("more_than", "less_than") and self._over.search(before)
        if n.unit in ("", "count") and (over or n.raw.endswith("+") or self._from_on.match(after)):
            return "a threshold"
        return "a range" if n.unit == "range" or (n.value is None and n.status == "exact") else ""

    def statistical(self, parsed: Parsed, zone: Zone) -> bool:
        """Is a number of people, plans or events a statistic and not part of a narrative?"""
        n = zone.number
        if n.word and (n.value or 0) <= 5 and n.unit in ("", "count"):
            return False
        return bool(self._past.search(parsed.plain)) and not self._rule.search(parsed.plain)

    def money(self, parsed: Parsed) -> bool:
        """Does the sentence speak of money paid or spent?"""
        return bool(self._money.search(parsed.plain))
