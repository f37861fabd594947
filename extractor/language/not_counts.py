"""What holds digits, or a number word, and yet counts nothing.

Stages, sections, pages, ages, list numbers, references, telephone numbers.
`at` says whether the digit at one place belongs to such a thing, `words` does
it for number words. Both work on folded text (see `fold_text`) in which
periods are blanked, so that every digit of a text is accounted for once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int, str]

_STAGE_NUMBER = r"(?:\(?[1-5][a-c]?\)?|one|two|three|four|iii|ii|i)(?![0-9a-z]|[.,][0-9])(?!\s?%)"
_MOVED = (
    r"(?!\s(?:at|to|went|were|was|had|moved|progressed|escalated|proceeded|remain\w*|upheld|not"
    r"|partially|stages?)\b"
    r"|\s[a-z]+\s(?:at|to|for|in|from)\sstage)"
)
"""In '7 at Stage 1 and 2 at Stage 2' the second 2 counts; in 'Stage 1 and 2 complaints' it does not."""
_STAGE = re.compile(
    rf"(?:key\s)?stages?\s?[-:]?\s?{_STAGE_NUMBER}(?:(?:\s?[/&]\s?|\s?,?\s(?:and|or|to)\s"
    rf"|\s?-\s?(?=[1-4](?![0-9])))"
    rf"(?:stage\s)?{_STAGE_NUMBER}{_MOVED})*"
)
_STAGES = re.compile(
    rf"(?:key\s)?stages\s?{_STAGE_NUMBER}(?:(?:\s?[/&,-]\s?|\s?,?\s(?:and|or"
    rf"|to)\s)(?:stage\s)?{_STAGE_NUMBER}(?!\sstage))*"
)
_PART = r"[0-9]{1,4}(?:\.[0-9]{1,3})*[a-z]?(?:\([0-9a-z]{1,4}\))*"
_LABEL = re.compile(
    rf"[a-z]+(?:\s(?:no|nos|number)\b\.?)?[.:]?\s?[(#]?{_PART}(?![0-9a-z%]|,[0-9]{{3}}|\s?%)\)?"
    rf"(?:(?:\s?[,&/-]\s?|\s?,?\s(?:and|or|to)\s){_PART}(?![0-9a-z%]|,[0-9]|\s?%"
    rf"|\s(?:[a-z]+\s){{0,2}}?(?:were|was|complaints?|cases|upheld|stage|at)\b))*"
)
_PAGE = re.compile(_LABEL.pattern + r"(?:\s(?:of|/)\s[0-9]{1,4}(?![0-9%]))?")
_HEADED = re.compile(r"[a-z]+\s(?:no\.?\s?)?[0-9]{1,2}[a-z]?(?=\s?(?:[:.)](?![0-9])|-\s|$))")
_SCHOOL_YEAR = re.compile(
    r"years?\s(?:1[0-3]|[1-9])(?![0-9])(?:(?:,\s|\s?-\s?|\s(?:and|or|to)\s)(?:1[0-3]|[1-9])(?![0-9]))*"
    r"(?=\s?(?:$|[,.;)])(?![0-9])|\s(?:and|or|pupils?|students?|child|children|class|groups?|transition|boys?|girls?|transfers?)\b"
    r"|\s?:(?![0-9]))"
)
_NUMBERED = re.compile(
    r"[a-z]+[.:]?\s?[0-9][0-9.]*(?<!\.)[a-z]?(?:-[0-9]+)?(?:\([0-9a-z]{1,3}\))*(?![0-9a-z%])"
)
_REFERENCE = re.compile(
    r"[a-z]+\.?\s?[:#]?\s?(?:(?:no|number|ref|reference"
    r"|id)\b\.?\s?:?\s?)?(?:[a-z]{1,4}[-/]?)?[0-9]+(?:[-/ ][0-9]{2,})*(?![0-9%])"
)
_LAW = re.compile(
    r"[a-z]+\)?,?\s?(?:\([a-z, ]+\)\s)?(?:19|20)[0-9]{2}(?:(?:,\s|\sand\s)(?:19|20)[0-9]{2})*(?![0-9])"
)
_OLD_YEAR = re.compile(r"[a-z]+\s1[89][0-9]{2}(?![0-9]|,[0-9]|\s(?:[a-z]+\s)?[a-z]{3,}s\b)")
_AGE_ITEM = r"(?:[0-9]{1,2}\s?(?:-|to|/|and)\s?[0-9]{1,2}|[0-9]{1,2})(?:\+|'?s\b)?"
_AGED = re.compile(
    rf"[a-z]+:?\s?{_AGE_ITEM}(?![0-9%]|\s?%|[.,][0-9])(?:\s(?:or|and)\s(?:over|under|above|below|older"
    rf"|younger))?"
    rf"(?:(?:,\s?|,?\s(?:and|or|to)\s)(?:[0-9]{{1,2}}\s?-\s?[0-9]{{1,2}}|[0-9]{{1,2}}(?:\+"
    rf"|(?=[\s-]years?\b)))(?![0-9%]))*"
    rf"(?:[\s-]years?(?:[\s-]olds?)?)?"
)
_UNDER = re.compile(r"[a-z]+[\s-](?:the\s)?[0-9]{1,2}(?:'?s\b|-year)")
_PHONE_AFTER = re.compile(r"[a-z]+[.:]?\s?(?:(?:no|number)\b\.?\s?:?\s?)?\+?[0-9][0-9\s]{3,}[0-9]")

_NUMBERED_THINGS = (
    "section sections table tables figure figures fig appendix appendices annex"
    " annexes part parts"
    " paragraph paragraphs para paras chapter chapters schedule schedules clause clauses"
    " regulation regulations"
    " article articles chart charts graph graphs diagram volume version phase step steps level"
    " levels tier band"
    " grade item items question questions option options footnote footnotes rule form slide"
    " standard standards"
    " principle principles box room floor iso"
)
_HEADINGS = (
    "complaint case study action recommendation theme objective priority outcome example point element issue"
    " number day week team area category finding heading allegation strand pillar goal aim"
    " domain scenario note"
)
_SHORT_FORMS = "s ss p pp nos r reg regs para cl art sch ch ver v fig app vol"
_LAWS = (
    "act acts regulations regs rules order orders guidance code directive convention bill"
    " statute measure england"
    " strategy census"
)
Rule = tuple[str, re.Pattern[str]]


def _rules(words: str, reason: str, pattern: re.Pattern[str]) -> dict[str, Rule]:
    return dict.fromkeys(words.split(), (reason, pattern))


_BY_WORD: dict[str, Rule] = (
    _rules("stage", "stage", _STAGE)
    | _rules("stages", "stage", _STAGES)
    | _rules(_NUMBERED_THINGS, "section", _LABEL)
    | _rules("page pages pg", "section", _PAGE)
    | _rules(_HEADINGS, "section", _HEADED)
    | _rules("top", "idiom", re.compile(r"top\s[0-9]+(?![0-9%]|\s?%)"))
    | _rules("year years", "age", _SCHOOL_YEAR)
    | _rules(_SHORT_FORMS, "section", _NUMBERED)
    | _rules("ref reference uprn urn isbn doi id", "reference", _REFERENCE)
    | _rules("board committee", "section", re.compile(r"(?:board|committee)\s\([0-9]\)"))
    | _rules("covid", "reference", re.compile(r"covid[\s-]?19(?![0-9])"))
    | _rules("no", "section", re.compile(r"no\.\s?[0-9][0-9.]*(?<!\.)[a-z]?(?![0-9a-z%])"))
    | _rules(_LAWS, "year", _LAW)
    | _rules("in since during before until from of by and circa", "year", _OLD_YEAR)
    | _rules("age aged ages", "age", _AGED)
    | _rules(
        "within",
        "limit",
        re.compile(
            r"within\s(?:10|15|20|25|28|30|65)(?=[\s,;.]|$)(?![.,][0-9])"
            r"(?!\s?(?:\(|%|per\s?cent|working|calendar|school|business|days?|weeks?|months?|hours?|minutes?|years?"
            r"|miles?|of|or|complaints?|cases?|to))"
        ),
    )
    | _rules("under unders over overs", "age", _UNDER)
    | _rules(
        "post pre",
        "age",
        re.compile(r"[a-z]+(?:-[0-9]{1,2}(?![0-9%.,])|[\s-](?:the\s)?[0-9]{1,2}(?:'?s\b|-year))"),
    )
    | _rules("tel telephone phone fax extension ext mobile", "phone", _PHONE_AFTER)
)
_HEADING_BEFORE = re.compile(r"(?:^|[.:;(|*\x00-])\s*(?:key|learning|case)?\s*$")
"""'Action 1:' heads something; in 'No further action 12' the 12 counts."""
_AGE_CONTEXT = re.compile(
    r"\bage(?:s|d)?(?:\s(?:group|range|band|bracket|limit|of))?s?:?(?:\s(?:of|from|between|under|over"
    r"|up\sto|at|or|and))?\s?$"
    r"|\bturn(?:ed|ing|s)\s$"
)
_AGE_START = re.compile(_AGED.pattern.replace("[a-z]+:?\\s?", "", 1))
_POSTCODE = re.compile(r"[a-z]{1,2}[0-9][0-9a-z]?\s?[0-9][abd-hjlnp-uw-z]{2}(?![0-9a-z])")
_GLUED = re.compile(r"[a-z]+[0-9]+[a-z0-9]*(?:[./-][0-9]+)*(?:\([0-9a-z]{1,3}\))*")

_FILED = re.compile(r"[0-9]+(?:[./-]?[0-9a-z]+)*")

_UNIT = (
    r"(?:k|bn|p|wds?|days?|weeks?|months?|years?|hours?|hrs?|mins?|minutes?|pp|pct|per|percent|working|million"
    r"|thousand)"
)
_AT_DIGIT = re.compile(
    r"(?P<phone>0[0-9]{2,4}\)?[\s-]?[0-9](?:[\s-]?[0-9]){6,9}(?![0-9])"
    r"|44\s?\(?0?\)?\s?[0-9](?:[\s-]?[0-9]){8,9}(?![0-9]))"
    r"|(?P<reference>[0-9]{2}\s[0-9]{3}\s[0-9]{3}(?![0-9,])|(?:19|20)[0-9]{2}/[0-9]{3,6}(?![0-9])"
    r"|[0-9]{7,}(?![0-9]*[.,%])|[0-9]+(?:-[0-9]+){3,})"
    r"|(?P<section>(?:[0-9]{1,3}\.){2,}[0-9]*(?![0-9]))"
    r"|(?P<time>24\s?/\s?7(?![0-9])|24\s?hrs?/7\b|(?:[01]?[0-9]"
    r"|2[0-3])(?::[0-5][0-9]){1,2}(?:\s?[ap]\.?m\b\.?)?(?![0-9])"
    r"|(?:1[0-2]|0?[1-9])(?:[.:][0-5][0-9])?\s?[ap]\.?m\b\.?)"
    r"|(?P<idiom>1[:-]1(?![0-9,.])|1-2-1(?![0-9])|1[\s-](?:to|2)[\s-]1(?![0-9,.]))"
    r"|(?P<age>(?:[0-9]{1,2}\s?(?:-|/|to|and|or)\s?)?[0-9]{1,2}[\s-]?(?:years?|yrs?|months?"
    r"|weeks?)[\s-](?:olds?|of\sage)\b"
    r"|[0-9]{1,2}\s?(?:years?|yrs?)?\s(?:and|or|&)\s(?:over|older|younger|above)\b(?!\s[0-9])"
    r"|[0-9]{1,2}'?s(?![a-z0-9])|(?:16|18|19|21|25|65)\+(?!\s?%)|0-[0-9]{1,2}(?:'?s)?(?![0-9%/]"
    r"|\s?(?:working|days?|weeks?|%))"
    r"|(?:14|16|18)-(?:17|18|19|21|24|25)(?:'?s)?(?=\s(?:year|transition|team|service|provision|age)))"
    r"|(?P<year>(?:19|20)[0-9]{2}\s(?:[a-z]+\s){0,2}?(?:acts?|regulations?|regs|rules|order|directive"
    r"|census)\b"
    r"|(?:19|20)[0-9]{2}\s?[-/]\s?(?:(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9]|[,.][0-9])|(?:19|20)[0-9]{2}'?s\b)"
    r"|(?P<ordinal>[0-9]+(?:st|nd|rd|th)(?![a-z0-9]))"
    rf"|(?P<glued>[0-9]+(?:\.[0-9]+)?(?!{_UNIT}(?![a-z])|(?:working|calendar)days)(?:[a-z]+[0-9]*)+)"
)
_LIST_START = re.compile(
    r"\(?[0-9]{1,2}[a-z]?\)(?=\s+\S)|[0-9]{1,2}\.(?=\s+\S|$)"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2})+\.?(?=\s+(?:[a-z\x00]|[0-9,]+\s+[a-z]))(?!\s(?:days?|working|per|weeks?|months?|hours?|years?"
    r"|million)\b)"
)
_LIST_INSIDE = re.compile(r"\([0-9]{1,2}\)(?=\s[a-z])|\[[0-9]{1,2}\](?=\s|$|[.,;])")
_BEFORE_INSIDE = re.compile(r"(?:[:;]|[;,]\s(?:and\s|or\s)?|:\s|\s(?:and|or)\s)$")

_IDIOM = re.compile(
    r"\b(?:one[\s-]to[\s-]one|one[\s-](?:off|stop|size|way|page)|two[\s-](?:way|fold|tier|stage|part)"
    r"|three[\s-](?:fold|tier|stage|part|way|step)s?|net\szero|zero[\s-](?:tolerance|hours?)|one\sanother"
    r"|(?:no|any|every|some|each|this|that|which|another|loved|the|good|last|first|old|new|next|day"
    r"|number|year|phase|step)[\s-]ones?\b"
    r"|one\sor\s(?:two|more|both|other)|one\sand\sthe\ssame|one(?:'s|self)\b"
    r"|one\s(?:day|way|thing|hand|such|that|who|where|can|could|may|might|must|should|would|will|cannot"
    r"|always|does|has\sto)\b"
    r"|at\sone\s(?:time|point|stage)|one\s[a-z]+\s(?:may|might|can|could|would|should|will|must)\b"
    r"|one\sof\s(?:the|our|its|their|his|her|my|your)\s(?:[a-z]+est|most|main|key|core|many|few|reasons?"
    r"|ways?|areas?|major|primary"
    r"|top|best|worst|more|common|themes?|priorities|first|principal|other|aims|things|objectives"
    r"|challenges|outcomes|purposes"
    r"|leading|three\s[a-z]+est)\b"
    r"|(?:day|number|phase|step|part|level|tier|year|section|chapter|schedule|appendix)\s(?:one|two"
    r"|three|four|five|six)\b"
    r"|(?:first|second|other)\shalf|(?:one|two|three|four|year|hour|month)\sand\sa\shalf"
    r"|half[\s-](?:a\s)?(?:days?|terms?|years?|way|hours?|an|brothers?|sisters?|siblings?|price|time"
    r"|yearly)\b)"
)
_STAGE_WORD = re.compile(rf"\b(?:{_STAGES.pattern}|{_STAGE.pattern})")
ADDRESS = re.compile(
    r"https?://[^\s<>\"]+|www\.[^\s<>\"]+|\b[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]+"
    r"|\b[\w.-]{1,80}\.(?:gov\.uk|org\.uk|co\.uk|nhs\.uk|com|org)\b(?:/[^\s<>\"]*)?"
)


def blank(text: str, start: int, end: int) -> str:
    """The text with a stretch blanked, so that no later shape reaches across it."""
    return text[:start] + "\x00" * (end - start) + text[end:]


def at(folded: str, place: int, done: int) -> Span | None:
    """The thing that the digit at `place` belongs to, or None where it is a number.

    done: nothing before this offset may be claimed again.
    """
    before = folded[place - 1] if place else " "
    if before.isalpha() and place > done:
        return _glued(folded, place, done)
    if before == "." and place - done > 1 and folded[place - 2].isalpha() and len(folded) - place < 3:
        return place, len(folded), "glued"  # the mark of a footnote: 'upheld.1'
    if before == "/" and place - done > 1 and folded[place - 2].isalpha():
        return place, _FILED.match(folded, place).end(), "reference"  # type: ignore[union-attr]
    word_start, word = _word_before(folded, place, done)
    rule = _BY_WORD.get(word)
    if rule is not None:
        match = rule[1].match(folded, word_start)
        heads = rule[1] is not _HEADED or _HEADING_BEFORE.search(folded[:word_start])
        if match is not None and match.end() > place and heads:
            return word_start, match.end(), rule[0]
    if before not in "£<>=~" and not (before == " " and folded[max(0, place - 2)] == "£"):
        match = _AT_DIGIT.match(folded, place)
        if match is not None and match.lastgroup is not None:
            return place, match.end(), match.lastgroup
        if _AGE_CONTEXT.search(folded, max(done, place - 24), place):
            match = _AGE_START.match(folded, place)
            if match is not None:
                return place, match.end(), "age"
    return _list_number(folded, place)


def _word_before(folded: str, place: int, done: int) -> tuple[int, str]:
    """The word that stands before a number, past spaces, brackets and 'no.'."""
    end = place
    while end > done and folded[end - 1] in " (:.#-":
        end -= 1
    start = end
    while start > done and folded[start - 1].isalpha():
        start -= 1
    if folded[start:end] in ("no", "nos", "number") and start > done:
        further, word = _word_before(folded, start, done)
        if word in _BY_WORD and _BY_WORD[word][1] in (_LABEL, _PAGE, _HEADED, _REFERENCE, _PHONE_AFTER):
            return further, word
    return start, folded[start:end]


def _glued(folded: str, place: int, done: int) -> Span:
    start = place
    while start > done and folded[start - 1].isalnum():
        start -= 1
    match = _POSTCODE.match(folded, start) or _STAGE.match(folded, start)
    if match is not None and match.end() > place:
        return start, match.end(), "stage" if folded.startswith("stage", start) else "postcode"
    match = _GLUED.match(folded, start)
    return start, match.end() if match else place + 1, "reference" if place - start < 4 else "glued"


def _list_number(folded: str, place: int) -> Span | None:
    """'1. ', '3.7 Response times', '(2) to review': only where a list can begin."""
    head = folded[:place]
    opening = 1 if head.endswith(("(", "[")) else 0
    lead = head[: len(head) - opening]
    if not lead.strip():
        match = _LIST_START.match(folded, place - opening if opening and head[-1] == "(" else place)
        if match is not None and match.end() > place:
            return match.start(), match.end(), "list number"
    if opening and (head[-1] == "[" or _BEFORE_INSIDE.search(lead[-6:])):
        match = _LIST_INSIDE.match(folded, place - 1)
        if match is not None:
            return match.start(), match.end(), "list number"
    return None


def words(folded: str) -> Iterator[Span]:
    """Number words that count nothing: 'stage two', 'one another', 'one of the largest'."""
    if "stage" in folded:
        for match in _STAGE_WORD.finditer(folded):
            yield match.start(), match.end(), "stage"
    for match in _IDIOM.finditer(folded):
        yield match.start(), match.end(), "idiom"
