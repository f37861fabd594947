"""What holds digits, or a number word, and yet counts nothing.

Stages, sections, pages, ages, list numbers, references, telephone numbers.
`at` says whether the digit at one place belongs to such a thing, `words` does
it for number words. Both work on folded text (see `fold_text`) in which
periods are blanked, so that every digit of a text is accounted for once. The
words are those of patterns/not_counts.yaml; what stands here is how a number
stands beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from extractor.language.words import NumberRule, Words

Span = tuple[int, int, str]

_STAGE_NUMBER = r"(?:\(?[1-5][a-c]?\)?|{stage_numbers})(?![0-9a-z]|[.,][0-9])(?!\s?%)"
_MOVED = r"(?!\s{stage_moves}\b|\s[a-z]+\s{stage_routes}\s{stage_repeats})"
"""In '7 at Stage 1 and 2 at Stage 2' the second 2 counts; in 'Stage 1 and 2 complaints' it does not."""
_STAGE = (
    rf"{{stage_words}}\s?[-:]?\s?{_STAGE_NUMBER}(?:(?:\s?[/&]\s?|,\s(?=[1-4],\s(?![0-9]|(?:at\s)?{{stage_words}}))|\s?,?\s{{joiners}}\s|\s?-\s?(?=[1-4](?![0-9])))"
    rf"(?:{{stage_repeats}}\s)?{_STAGE_NUMBER}{_MOVED})*"
)
_STAGES = (
    rf"{{stages_words}}\s?{_STAGE_NUMBER}(?:(?:\s?[/&,-]\s?|\s?,?\s{{joiners}}\s)"
    rf"(?:{{stage_repeats}}\s)?{_STAGE_NUMBER}(?!\s{{stage_repeats}}))*"
)
_PART = r"[0-9]{1,4}(?:\.[0-9]{1,3})*[a-z]?(?:\([0-9a-z]{1,4}\))*"
_LABEL = (
    rf"[a-z]+(?:\s{{number_names}}\b\.?)?[.:]?\s?[(#]?{_PART}(?![0-9a-z%]|,[0-9]{{3}}|\s?%)\)?"
    rf"(?:(?:\s?[,&/-]\s?|\s?,?\s{{joiners}}\s){_PART}(?![0-9a-z%]|,[0-9]|\s?%|\s(?:[a-z]+\s){{0,2}}?{{label_stops}}\b))*"
)
_AGE_ITEM = r"(?:[0-9]{1,2}\s?(?:-|/|{joiners})\s?[0-9]{1,2}|[0-9]{1,2})(?:\+|'?s\b)?"
_AGES = (
    rf"{_AGE_ITEM}(?![0-9%]|\s?%|[.,][0-9])(?:\s{{joiners}}\s{{age_bounds}})?"
    r"(?:(?:,\s?|,?\s{joiners}\s)(?:[0-9]{1,2}\s?-\s?[0-9]{1,2}|[0-9]{1,2}(?:\+|(?=[\s-]{years}\b)))(?![0-9%]))*"
    r"(?:[\s-]{years}(?:[\s-]{old})?)?"
)
_SHAPES = {
    "stage": _STAGE,
    "stages": _STAGES,
    "label": _LABEL,
    "page": _LABEL + r"(?:\s(?:{page_totals}|/)\s[0-9]{1,4}(?![0-9%]))?",
    "headed": r"[a-z]+\s(?:{number_names}\.?\s?)?[0-9]{1,2}[a-z]?(?=\s?(?:[:.)](?![0-9])|-\s|$))",
    "bare": r"[a-z]+\s[0-9]+(?![0-9%]|\s?%)",
    "school_year": (
        r"[a-z]+\s(?:1[0-3]|[1-9])(?![0-9])(?:(?:,\s|\s?-\s?|\s{joiners}\s)(?:1[0-3]|[1-9])(?![0-9]))*"
        r"(?=\s?(?:$|[,.;)])(?![0-9])|\s{school_followers}\b|\s?:(?![0-9]))"
    ),
    "numbered": (r"[a-z]+[.:]?\s?[0-9][0-9.]*(?<!\.)[a-z]?(?:-[0-9]+)?(?:\([0-9a-z]{1,3}\))*(?![0-9a-z%])"),
    "reference": (
        r"[a-z]+\.?\s?[:#]?\s?(?:{reference_names}\b\.?\s?:?\s?)?(?:[a-z]{1,4}[-/]?)?[0-9]+"
        r"(?:[-/ ][0-9]{2,})*(?![0-9%])"
    ),
    "bracketed": r"[a-z]+\s\([0-9]\)",
    "beside": r"[a-z]+[\s-]?<numbers>(?![0-9])",
    "pointing": r"[a-z]+:\s[0-9]{1,2}\.(?=\s[a-z]|\s*$)",
    "dotted": r"[a-z]+\.\s?[0-9][0-9.]*(?<!\.)[a-z]?(?![0-9a-z%])",
    "law": (
        r"[a-z]+\)?,?\s?(?:\([a-z, ]+\)\s)?(?:19|20)[0-9]{2}(?:(?:,\s|\s{span_ands}\s)(?:19|20)[0-9]{2})*"
        r"(?![0-9])"
    ),
    "old_year": r"[a-z]+\s1[89][0-9]{2}(?![0-9]|,[0-9]|\s(?:[a-z]+\s)?[a-z]{3,}s\b)",
    "limit": r"[a-z]+\s<numbers>(?=[\s,;.]|$)(?![.,][0-9])(?!\s?(?:\(|%|{not_limits}))",
    "under": r"[a-z]+[\s-][0-9]{1,2}(?:'?s\b|-{years})",
    "prefixed": r"[a-z]+(?:-[0-9]{1,2}(?![0-9%.,])|[\s-][0-9]{1,2}(?:'?s\b|-{years}))",
    "phone": r"[a-z]+[.:]?\s?(?:{number_names}\b\.?\s?:?\s?)?\+?[0-9][0-9\s]{3,}[0-9]",
}
"""Templates by name; <numbers> stands for the numbers of the rule."""
_NAMED_NUMBERS = ("label", "page", "headed", "reference", "phone")
"""Shapes in which 'no.' may stand between the word and the number."""
_AT_DIGIT = (
    r"(?P<phone>0[0-9]{2,4}\)?[\s-]?[0-9](?:[\s-]?[0-9]){6,9}(?![0-9])"
    r"|44\s?\(?0?\)?\s?[0-9](?:[\s-]?[0-9]){8,9}(?![0-9]))"
    r"|(?P<reference>[0-9]{2}\s[0-9]{3}\s[0-9]{3}(?![0-9,])|(?:19|20)[0-9]{2}/[0-9]{3,6}(?![0-9])"
    r"|[0-9]{7,}(?![0-9]*[.,%])|[0-9]+(?:-[0-9]+){3,})"
    r"|(?P<section>(?:[0-9]{1,3}\.){2,}[0-9]*(?![0-9]))"
    r"|(?P<time>24\s?/\s?7(?![0-9])|24\s?{clock_hours}/7\b|(?:[01]?[0-9]|2[0-3])(?::[0-5][0-9]){1,2}(?:\s?{day_times})?(?![0-9])"
    r"|(?:1[0-2]|0?[1-9])(?:[.:][0-5][0-9])?\s?{day_times}(?![a-z]))"
    r"|(?P<idiom>1[:-]1(?![0-9,.])|1-2-1(?![0-9])|1[\s-](?:{numbers_to}|2)[\s-]1(?![0-9,.]))"
    r"|(?P<age>(?:[0-9]{1,2}\s?(?:-|/|{joiners})\s?)?[0-9]{1,2}[\s-]?{ages_after}\b"
    r"|[0-9]{1,2}\s?{years}?\s{and_older}\b(?!\s[0-9])"
    r"|[0-9]{1,2}'?s(?![a-z0-9])|(?:16|18|19|21|25|65)\+(?!\s?%)|0-[0-9]{1,2}(?:'?s)?(?![0-9%/]|\s?(?:{working_days}|{days}|{weeks}|%))"
    r"|(?:14|16|18)-(?:17|18|19|21|24|25)(?:'?s)?(?=\s{age_groups}))"
    r"|(?P<year>(?:19|20)[0-9]{2}\s(?:[a-z]+\s){0,2}?{law_words_after}\b"
    r"|(?:19|20)[0-9]{2}\s?[-/]\s?(?:(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9]|[,.][0-9])|(?:19|20)[0-9]{2}'?s\b)"
    r"|(?P<ordinal>[0-9]+{ordinal_endings}(?![a-z0-9]))"
    r"|(?P<glued>[0-9]+(?:\.[0-9]+)?(?!(?:{glued_units}|{working_days}|{days}|{weeks}|{months}|{years}|{hours}|{minutes})(?![a-z]))"
    r"(?:[a-z]+[0-9]*)+)"
)
_HEADING_BEFORE = r"(?:^|[.:;(|*\x00-])\s*{heading_starts}?\s*$"
"""'Action 1:' heads something; in 'No further action 12' the 12 counts."""
_AGE_CONTEXT = r"\b{age_nouns}s?:?(?:\s{age_prepositions})?\s?$"
_POSTCODE = re.compile(r"[a-z]{1,2}[0-9][0-9a-z]?\s?[0-9][abd-hjlnp-uw-z]{2}(?![0-9a-z])")
_GLUED = re.compile(r"[a-z]+[0-9]+[a-z0-9]*(?:[./-][0-9]+)*(?:\([0-9a-z]{1,3}\))*")
_FILED = re.compile(r"[0-9]+(?:[./-]?[0-9a-z]+)*")
_LIST_START = (
    r"\(?[0-9]{1,2}[a-z]?\)(?=\s+\S)|[0-9]{1,2}\.(?=\s+\S|$)"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2})+\.?(?=\s+(?:[a-z\x00]|[0-9,]+\s+[a-z]))(?!\s{not_numbered}\b)"
)
_LIST_INSIDE = re.compile(r"\([0-9]{1,2}\)(?=\s[a-z])|\[[0-9]{1,2}\](?=\s|$|[.,;])")
_BEFORE_INSIDE = r"(?:[:;]|[;,]\s(?:{list_joiners}\s)?|:\s|\s{list_joiners}\s)$"
_ADDRESS = re.compile(
    r"https?://[^\s<>\"]+|www\.[^\s<>\"]+|\b[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]+"
    r"|\b[\w.-]{1,80}\.(?:gov\.uk|org\.uk|co\.uk|nhs\.uk|com|org)\b(?:/[^\s<>\"]*)?"
)
_ADDRESS_SIGNS = ("@", "www", "://", ".uk", ".com", ".org")


@dataclass(frozen=True)
class _Shapes:
    by_word: Mapping[str, tuple[NumberRule, re.Pattern[str]]]
    at_digit: re.Pattern[str]
    age_context: re.Pattern[str]
    ages: re.Pattern[str]
    heading_before: re.Pattern[str]
    stage: re.Pattern[str]
    stage_word: re.Pattern[str]
    idiom: re.Pattern[str]
    list_start: re.Pattern[str]
    before_inside: re.Pattern[str]


@lru_cache(maxsize=8)
def _shapes(words: Words) -> _Shapes:
    by_word: dict[str, tuple[NumberRule, re.Pattern[str]]] = {}
    for rule in words.rules:
        template = _SHAPES[rule.shape].replace("<numbers>", f"(?:{'|'.join(rule.numbers)})")
        by_word |= dict.fromkeys(rule.words, (rule, words.compile(template)))
    return _Shapes(
        by_word,
        at_digit=words.compile(_AT_DIGIT),
        age_context=words.compile(_AGE_CONTEXT),
        ages=words.compile(_AGES),
        heading_before=words.compile(_HEADING_BEFORE),
        stage=words.compile(_STAGE),
        stage_word=words.compile(rf"\b(?:{_STAGES}|{_STAGE})"),
        idiom=words.compile(r"\b{idioms}\b"),
        list_start=words.compile(_LIST_START),
        before_inside=words.compile(_BEFORE_INSIDE),
    )


def shape_names() -> frozenset[str]:
    """The shapes that a rule may name."""
    return frozenset(_SHAPES)


def addresses(folded: str) -> Iterator[tuple[int, int]]:
    """Where web and mail addresses stand."""
    if any(sign in folded for sign in _ADDRESS_SIGNS):
        for match in _ADDRESS.finditer(folded):
            yield match.span()


def blank(text: str, start: int, end: int) -> str:
    """The text with a stretch blanked, so that no later shape reaches across it."""
    return text[:start] + "\x00" * (end - start) + text[end:]


def at(folded: str, place: int, done: int, words: Words) -> Span | None:
    """The thing that the digit at `place` belongs to, or None where it is a number.

    done: nothing before this offset may be claimed again.
    """
    shapes = _shapes(words)
    before = folded[place - 1] if place else " "
    if before.isalpha() and place > done:
        return _glued(folded, place, done, shapes)
    if before == "." and place - done > 1 and folded[place - 2].isalpha() and len(folded) - place < 3:
        return place, len(folded), "glued"  # the mark of a footnote: 'upheld.1'
    if before == "/" and place - done > 1 and folded[place - 2].isalpha():
        return place, _FILED.match(folded, place).end(), "reference"  # type: ignore[union-attr]
    return (
        _after_word(folded, place, done, shapes, words)
        or _by_itself(folded, place, done, shapes)
        or _list_number(folded, place, shapes)
    )


def _after_word(folded: str, place: int, done: int, shapes: _Shapes, words: Words) -> Span | None:
    """'Section 3': the word before a number makes it no count."""
    start, word = _word_before(folded, place, done, shapes, frozenset(words.lists["number_names"]))
    if word not in shapes.by_word:
        return None
    rule, shape = shapes.by_word[word]
    match = shape.match(folded, start)
    if match is None or match.end() <= place:
        return None
    if rule.shape == "headed" and not shapes.heading_before.search(folded[:start]):
        return None
    return start, match.end(), rule.reason


def _by_itself(folded: str, place: int, done: int, shapes: _Shapes) -> Span | None:
    """A telephone number, a time, an age: told by its own shape."""
    before = folded[place - 1] if place else " "
    if before in "£<>=~" or (before == " " and folded[max(0, place - 2)] == "£"):
        return None
    match = shapes.at_digit.match(folded, place)
    if match is not None and match.lastgroup is not None:
        return place, match.end(), match.lastgroup
    if shapes.age_context.search(folded, max(done, place - 24), place):
        match = shapes.ages.match(folded, place)
        return (place, match.end(), "age") if match else None
    return None


def _word_before(
    folded: str, place: int, done: int, shapes: _Shapes, names: frozenset[str]
) -> tuple[int, str]:
    """The word that stands before a number, past spaces, brackets and 'no.'."""
    end = place
    while end > done and folded[end - 1] in " (:.#-":
        end -= 1
    start = end
    while start > done and folded[start - 1].isalpha():
        start -= 1
    if folded[start:end] in names and start > done:
        further, word = _word_before(folded, start, done, shapes, names)
        if word in shapes.by_word and shapes.by_word[word][0].shape in _NAMED_NUMBERS:
            return further, word
    return start, folded[start:end]


def _glued(folded: str, place: int, done: int, shapes: _Shapes) -> Span:
    start = place
    while start > done and folded[start - 1].isalnum():
        start -= 1
    stage = shapes.stage.match(folded, start)
    match = _POSTCODE.match(folded, start) or stage
    if match is not None and match.end() > place:
        return start, match.end(), "stage" if match is stage else "postcode"
    match = _GLUED.match(folded, start)
    return start, match.end() if match else place + 1, "reference" if place - start < 4 else "glued"


def _list_number(folded: str, place: int, shapes: _Shapes) -> Span | None:
    """'1. ', '3.7 Response times', '(2) to review': only where a list can begin."""
    head = folded[:place]
    opening = 1 if head.endswith(("(", "[")) else 0
    lead = head[: len(head) - opening]
    if not lead.strip():
        match = shapes.list_start.match(folded, place - opening if opening and head[-1] == "(" else place)
        if match is not None and match.end() > place:
            return match.start(), match.end(), "list number"
    if opening and (head[-1] == "[" or shapes.before_inside.search(lead[-6:])):
        match = _LIST_INSIDE.match(folded, place - 1)
        if match is not None:
            return match.start(), match.end(), "list number"
    return None


def words(folded: str, words: Words) -> Iterator[Span]:
    """Number words that count nothing: 'stage two', 'one another', 'one of the largest'."""
    shapes = _shapes(words)
    for match in shapes.stage_word.finditer(folded):
        yield match.start(), match.end(), "stage"
    for match in shapes.idiom.finditer(folded):
        yield match.start(), match.end(), "idiom"
