"""Numbers written in words: 'twenty two', 'no complaints', 'just over a quarter'."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BELOW_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = (
    {word: value for value, word in enumerate(_BELOW_TWENTY.split())}
    | {word: 10 * value for value, word in enumerate(_TENS.split(), 2)}
    | {"fourty": 40}
)
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_FRACTIONS = {
    "quarter": 25.0,
    "quarters": 75.0,
    "half": 50.0,
    "third": 100 / 3,
    "thirds": 200 / 3,
    "fifth": 20.0,
    "fifths": 20.0,
    "tenth": 10.0,
}

_MENTIONS = frozenset(_SMALL) | frozenset(_FRACTIONS) | {"no", "none", "nil", "dozen", "hundred", "thousand"}
_WORD = re.compile(r"[a-z]+")
_ONE = (
    r"(?:(?:four|six|seven|nine)(?:teen|ty)?|(?:thir|fif|eigh)(?:teen|ty)|fou?rty|twenty|one|two|three|five|eight"
    r"|ten|eleven|twelve|zero)"
)
_CARDINAL = (
    rf"{_ONE}(?:(?<=ty)[\s-](?:one|two|three|four|five|six|seven|eight|nine)\b)?(?![a-z])"
    r"(?![\s-](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b)"
)
_BIG = (
    rf"(?:{_CARDINAL}|a)\s(?:hundred|thousand|million)\b(?:\sthousand\b)?"
    rf"(?:,?\s(?:and\s)?{_CARDINAL}(?:\shundred\b(?:\sand\s{_CARDINAL})?)?)?"
)
_COUNTED = (
    r"complaint|complainant|compliment|case|referral|request|panel|review|investigation|enquiry|inquiry"
    r"|query|escalation|appeal"
    r"|representation|payment|contact|expenditure|cost|costs|spend|compensation|comment"
)
_NOT_COUNTED = (
    r"(?:issues|implications|powers|grounds|means|plans|reasons|doubts|signs|details|less|access|process"
    r"|progress|success|business|analysis"
    r"|basis|status|others|its|this|was|is|has|does|crisis|happiness|illness|consensus|bonus|series"
    r"|previous|various|serious|across|always"
    r"|perhaps|plus|focus|us|yes|as)"
)
_STOP = (
    r"(?:after|before|during|about|regarding|within|over|against|between|under|until|since|of|in|for|to"
    r"|on|at|with|from|by|were|was|is|are|be|been|has|have|had|that|which|who|and|or|but|as|than|longer"
    r"|one|doubt|matter"
    r"|way|means|less|fewer|later|more|sooner|further\saction|idea|if|then|because|so|when|where|it|they"
    r"|we|he|she|i|you)\b"
)
_NO = (
    rf"(?<!\bif\s)(?<!\bwhere\s)(?<!\bwhen\s)(?<!\bunless\s)no(?=\s(?!{_STOP})(?:(?!{_STOP})[a-z][a-z'&/-]*,?\s|[0-9]\s|\x00+\s)"
    rf"{{0,5}}?(?!{_NOT_COUNTED}\b)(?:[a-z]{{2,}}[a-rt-z']s'?|{_COUNTED})\b)"
)
_NONE = (
    r"none(?=\s(?:of|were|was|have|has|had|upheld|partially|not|progressed|proceeded|escalated|received"
    r"|recorded|went|being|are|is"
    r"|reached|at|in|by|from|led|resulted|required|this|last|during|to)\b|[,;)]|\s?$)"
)
_HALF_AFTER = r"(?=\s(?:of|the|these|those|all|were|was|are|is|being|have|had|our|upheld|related|came)\b)"
_FRACTION = (
    r"(?:(?:a|one)[\s-](?:quarter|third|fifth|tenth)|three[\s-]quarters|two[\s-]thirds|(?:two|three"
    r"|four)[\s-]fifths)"
    r"(?=\s(?:of|were|was|are|is|being|had|have|related|came|upheld)\b|\s?[.,;)]|$)"
    rf"|half{_HALF_AFTER}"
)
WORDS = re.compile(
    rf"\b(?:(?P<zero_no>no\s(?:\(zero\)|\(0\)|zero\b))|(?P<fraction>{_FRACTION})"
    rf"|(?P<in>(?:one|two|three)\s(?:in|out\sof)\s(?:every\s)?(?:two|three|four|five|six|seven|eight"
    rf"|nine|ten)\b(?!\s(?:days?|weeks?|months?|working)))"
    rf"|(?P<dozen>half\sa\sdozen|(?:a|one)\sdozen|two\sdozen)\b"
    rf"|(?P<big>{_BIG})|(?P<cardinal>{_CARDINAL})|(?P<no>{_NO})|(?P<none>{_NONE})|(?P<nil>nil)\b)"
)
_ALONE = re.compile(rf"(?:{_BIG}|{_CARDINAL}|nil|none|zero)")


@dataclass(frozen=True, slots=True)
class Word:
    """A number in words: value as a count, or as a percentage where `percent`."""

    start: int
    end: int
    value: float
    percent: bool = False


def value_of(words: str) -> float:
    """'one hundred and five' gives 105; the words must be number words."""
    total = current = 0.0
    for word in re.findall(r"[a-z]+", words):
        if word in _SMALL:
            current += _SMALL[word]
        elif word == "a":
            current += 1
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in _SCALES:
            total += (current or 1) * _SCALES[word]
            current = 0
    return total + current


def alone(folded: str) -> float | None:
    """The value where the whole text is one number in words ('Nil', 'twenty two')."""
    text = folded.strip(" .")
    return value_of(text) if _ALONE.fullmatch(text) else None


def mentioned(folded: str) -> bool:
    """Whether there is any word to look at: most sentences have none."""
    return not _MENTIONS.isdisjoint(_WORD.findall(folded))


def find(folded: str) -> list[Word]:
    return [_word(match) for match in WORDS.finditer(folded)]


def _word(match: re.Match[str]) -> Word:
    start, end = match.span()
    kind, words = match.lastgroup, match[0]
    if kind in ("zero_no", "no", "none", "nil"):
        return Word(start, end, 0.0)
    if kind == "dozen":
        return Word(start, end, {"half": 6.0, "two": 24.0}.get(words.split()[0], 12.0))
    if kind == "in":
        parts = words.split()
        return Word(start, end, 100 * _SMALL[parts[0]] / _SMALL[parts[-1]], percent=True)
    if kind == "fraction":
        parts = re.split(r"[\s-]", words)
        share = _FRACTIONS[parts[-1]]
        times = _SMALL.get(parts[0], 1) if parts[-1] == "fifths" else 1
        return Word(start, end, share * times, percent=True)
    return Word(start, end, value_of(words))
