"""The names that a council gives its own stages, told once and read wherever they stand.

'Informal means settled by the service. Formal is stage 1, Appeal is stage 2 and the last.' 'Our procedure has
two steps: Service Response and Review.' A name counts where two of one report lead to two stages, where as
many names stand in a row as the report says that it has steps, where it is told as 'the Formal stage', or
where it is the name of another stage elsewhere: 'an Appeal (Stage 3)'.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from extractor.language import number_words, numbers
from extractor.language.fold import fold_text
from extractor.model.types import Document, Prose, Table
from extractor.understand.settings.definitions import short_forms
from extractor.understand.tables.labels import Reader

_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_STAGES = ("stage_1", "stage_2", "stage_3")
_NAME = re.compile(
    r"[\"“‘'](?P<quoted>[^\"“”‘’']{3,30})[\"”’']|(?P<plain>[A-Z][a-z]{2,}(?:[ -][A-Z][a-z]+){0,3})"
)
_SHORT = re.compile(r"\b[A-Z]{1,3}[1-3]\b")
_CUT = re.compile(r"[a-z]{3,}\.")
_LINK = r"\s?(?:\(|,?\s{name_links}\s)(?:{articles}\s)?"
"""What stands between a stage by its number and its name."""
_RANK = r"\b{articles}\s(?P<rank>{step_ranks})(?:\s{last_ranks})?(?:\s{step_words})?"
_WORDS_IN_ITEM = 4
_MOST = 4
"""Steps of a procedure, at most."""
_OTHER = frozenset(("outcome", "timeliness", "service_area", "client", "channel", "complainant", "procedure"))
"""What is told of a stage behind its number, and is no name of it."""


def named(document: Document, reader: Reader) -> Reader:
    """The reader, taught the names that the report gives its stages and its short forms, if it tells any.

    Args:
        document: the whole report.
        reader: knows the words for stages that all councils use.
    """
    names, short = stage_names(document, reader), short_forms(document)
    if not (names or short):
        return reader
    texts = [block.text for block in document.blocks if isinstance(block, Prose)]
    return reader.taught(names, {name for name in names if _is_noun(name, texts)}, short)


def stage_names(document: Document, reader: Reader) -> dict[str, str]:
    """The names that a report gives its stages, in small letters, and the stage of each."""
    told: dict[str, set[str]] = {}
    surely = False
    for text in _texts(document):
        sure, found = [*_apposed(text, reader)], [*_ranked(text, reader)]
        for sentence in _SENTENCE.split(text):
            beside = [*_beside(sentence, reader)]
            sure += [*_opening(sentence, reader), *(told for told in beside if _renamed(*told, reader))]
            found += (*beside, *_shortened(sentence, reader), *_in_order(sentence, reader))
            found += _in_row(sentence, reader)
        surely = surely or bool(sure)
        for name, code in found + sure:
            told.setdefault(" ".join(fold_text(name).lower().split()), set()).add(code)
    single = {name: next(iter(codes)) for name, codes in told.items() if len(codes) == 1}
    if len(set(single.values()) & set(_STAGES)) < 2 and not surely:
        return {}
    return single | _cut_short(document, single)


def _cut_short(document: Document, names: Mapping[str, str]) -> dict[str, str]:
    """The cells that cut one name of a stage short: 'Rev.' for 'Review'."""
    tables = (block for block in document.blocks if isinstance(block, Table))
    cells = {cell.text.strip().lower() for table in tables for cell in table.cells}
    cut = (
        (cell, {c for n, c in names.items() if n.startswith(cell[:-1])})
        for cell in cells
        if _CUT.fullmatch(cell)
    )
    return {cell: codes.pop() for cell, codes in cut if len(codes) == 1}


def _is_noun(name: str, texts: Iterable[str]) -> bool:
    """Are they initials, or a noun, so that there may be several: 'appeals'?"""
    plural = re.compile(rf"\b{re.escape(name)}s\b", re.I)
    return _SHORT.fullmatch(name.upper()) is not None or any(plural.search(text) for text in texts)


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Prose) and block.kind in ("paragraph", "list"):
            yield block.text


def _beside(sentence: str, reader: Reader) -> Iterator[tuple[str, str]]:
    """The names that only a word such as 'is' or a bracket parts from a stage by its number."""
    numbered = reader.phrases.compile(r"\d|\b(?:[IVX]+|{step_ordinals})\b")
    if not numbered.search(sentence):
        return
    before = reader.phrases.compile(r"[\"”’']?(?:\s{named_nouns})?" + _LINK)
    behind, ending = reader.phrases.compile(_LINK), reader.phrases.compile(_LINK + "$")
    places = [
        place
        for place in _NAME.finditer(sentence)
        if sentence.startswith(", ", place.end())
        or before.match(sentence, place.end())
        or ending.search(sentence, 0, place.start())
    ]
    if not places or not reader.tagger.mentions(sentence, "stage"):
        return
    tags = [t for t in reader.tagger.tags(sentence) if t.facet == "stage" and numbered.search(t.text)]
    for place in places:
        name = place["quoted"] or place["plain"]
        for tag in tags:
            links = sentence[place.end() : tag.start], sentence[tag.end : place.start()]
            fits = before.fullmatch(links[0]) if place.end() <= tag.start else behind.fullmatch(links[1])
            beside = " " in name and links[0] == ", "
            if (fits or beside) and _may_name(name, reader):
                yield name, tag.code


def _apposed(text: str, reader: Reader) -> Iterator[tuple[str, str]]:
    """The name in 'Stage One, the Formal stage': it says itself that it is one."""
    called = reader.phrases.compile(
        r",\s{articles}\s(?-i:(?P<name>[A-Z][a-z]{2,}(?:\s[A-Z][a-z]+)?))\s{step_words}\b"
    )
    places = list(called.finditer(text))
    tags = [t for t in reader.tagger.tags(text) if t.facet == "stage" and t.code in _STAGES] if places else ()
    for place in places:
        codes = {t.code for t in tags if t.end == place.start()}
        if len(codes) == 1 and _may_name(place["name"], reader):
            yield place["name"], codes.pop()


def _renamed(name: str, code: str, reader: Reader) -> bool:
    """Is it the name of one stage elsewhere, and of another here?"""
    usual = {t.code for t in reader.meaning(name).tags if t.facet == "stage"}
    return code in _STAGES and bool(usual & set(_STAGES)) and code not in usual


def _opening(sentence: str, reader: Reader) -> Iterator[tuple[str, str]]:
    """The name in 'first answered by the service (Early Answer), then by the Director (second stage)'."""
    if "(" not in sentence:
        return
    told = reader.phrases.compile(
        r"\b(?P<rank>{step_ranks})\b[^().\d]{3,60}\((?P<name>[^()\d]{3,30})\),?\s{step_joints}\b"
    )
    for place in told.finditer(sentence):
        rank = {t.code for t in reader.tagger.tags(f"{place['rank']} stage")}
        later = {t.code for t in reader.tagger.tags(sentence[place.end() :]) if t.facet == "stage"}
        name = _named_first(place["name"])
        if (
            name == place["name"]
            and len(rank) == 1
            and later & set(_STAGES) - rank
            and _may_name(name, reader)
        ):
            yield name, rank.pop()


def _in_row(sentence: str, reader: Reader) -> Iterator[tuple[str, str]]:
    """The names of 'an Early step, a Formal stage and a Review': a row of which one is said to be a step."""
    one = reader.phrases.compile(
        r"\b{articles}\s(?-i:(?P<name>[A-Z][a-z]{2,}(?:[ -][A-Z][a-z]+)?))(?P<kind>\s{step_words})?\b"
    )
    joint = reader.phrases.compile(r"(?:,|,?\s{step_joints})(?:\s{step_joints})?\s")
    row: list[re.Match[str]] = []
    for place in (*one.finditer(sentence), None):
        if place and row and joint.fullmatch(sentence, row[-1].end(), place.start()):
            row.append(place)
            continue
        names = [told["name"] for told in row]
        steps = 1 < len(row) <= _MOST and sum(bool(told["kind"]) for told in row) >= len(row) - 1
        if steps and all(_may_name(name, reader) for name in names):
            yield from _climbing(names, reader)
        row = [place] if place else []


def _ranked(text: str, reader: Reader) -> Iterator[tuple[str, str]]:
    """The names of steps told one by one: 'two steps. The first is called Reply ... a Review, the second'."""
    steps = reader.phrases.compile(r"[ -](?P<kind>{step_words})\b").search(text)
    if steps is None or not _counted(text, steps.start()):
        return
    counted = [many for end, many in _counts(text) if end == steps.start() and many]
    if not counted or not 1 < counted[0] <= _MOST:
        return
    behind = reader.phrases.compile(_LINK)
    before = reader.phrases.compile(r"[\"”’']?(?:\s{named_nouns})?(?:\s{office_links}\s[\w ]{3,40})?,\s")
    found: dict[str, list[str]] = {}
    for place in reader.phrases.compile(_RANK).finditer(text, steps.end()):
        rank = {t.code for t in reader.tagger.tags(f"{place['rank']} {steps['kind'].rstrip('s')}")}
        for name in _NAME.finditer(text, steps.end()):
            if name.end() <= place.start():
                fits = before.fullmatch(text, name.end(), place.start())
            else:
                fits = behind.fullmatch(text, place.end(), name.start())
            called = name["quoted"] or name["plain"]
            if fits and len(rank) == 1 and _may_name(called, reader):
                found.setdefault(min(rank), []).append(called)
    row = [found.get(f"stage_{n}", [""])[0] for n in range(1, int(counted[0]) + 1)]
    if all(row):
        yield from _climbing(row, reader)


def _shortened(sentence: str, reader: Reader) -> Iterator[tuple[str, str]]:
    """The initials of 'S1 = Stage 1' and of 'Stage 1 (S1)'."""
    places = list(_SHORT.finditer(sentence)) if "=" in sentence or "(" in sentence else []
    tags = [t for t in reader.tagger.tags(sentence) if t.facet == "stage" and " " in t.text] if places else []
    for place in places:
        for tag in tags:
            before, behind = sentence[place.end() : tag.start], sentence[tag.end : place.start()]
            if before.strip() == "=" or behind.strip() == "(":
                yield place.group(), tag.code


def _may_name(name: str, reader: Reader) -> bool:
    """Is it no service, outcome or other thing that is told of a stage?"""
    if len(name.split()) > _WORDS_IN_ITEM or reader.names_dimension(name) or reader.meaning(name).period:
        return False
    if reader.phrases.compile(r"\b{answering_offices}\b").search(name):
        return False  # an office may be a department too
    tags = [t for t in reader.tagger.tags(name) if t.facet in _OTHER and not t.label_only]
    if any(t.facet == "stage" for t in reader.meaning(name).tags):
        return True  # such a name elsewhere too
    return not (tags or reader.matcher.named("service_areas", name) or reader.settings.client(name))


def _in_order(sentence: str, reader: Reader) -> Iterator[tuple[str, str]]:
    """The names of a list that holds as many as the sentence says that there are steps."""
    plain = fold_text(sentence)
    steps = reader.phrases.compile(r"[ -]{step_words}\b").finditer(plain)
    if not any(_counted(plain, place.start()) for place in steps):
        return
    listed = reader.phrases.compile(
        r"[ -]{step_words}\b[^:,(.]{0,60}?\s*(?:[:,(]\s*|\s-\s|\s{name_links}\s)(?P<names>[^().:]+)"
    )
    parting = reader.phrases.compile(r"\s*(?:[,;>/]|\b{step_joints}\b)(?:\s*\b{step_joints}\b)?\s*")
    answered = reader.phrases.compile(r"\s{office_links}\s{answering_offices}\b")
    article = reader.phrases.compile(r"\b{articles}\s+(?=[\"']?(?-i:[A-Z]))")
    for end, many in _counts(plain):
        found = listed.match(plain, end)
        if found is None or not many or not 1 < many <= _MOST:
            continue
        parts = parting.split(answered.sub("", found["names"]))
        names = [name.strip(" .'\"") for name in parts if name.strip(" .'\"")]
        introduced = [_named_first(rest) for rest in article.split(found["names"])[1:]]
        for row in (names, introduced):
            if len(row) == many and all(name and _may_name(name, reader) for name in row):
                yield from _climbing(row, reader)
                break


def _counted(text: str, end: int) -> bool:
    """May a number end here: is the last word one, or does it hold a digit? Quicker than to look for it."""
    last = text[:end].rpartition(" ")[2].lower()
    return any(map(str.isdigit, last)) or number_words.mentioned(last)


def _counts(text: str) -> list[tuple[int, float | None]]:
    """Where the numbers of a text end, and what they are."""
    found = [(n.end, n.value) for n in numbers.in_sentence(text)]
    return found + [(n.end, n.value) for n in number_words.find(text.lower())]


def _named_first(text: str) -> str:
    """The name that a text opens with, if it opens with one: 'Appeal to a senior manager'."""
    found = _NAME.match(text)
    return (found["quoted"] or found["plain"]) if found else ""


def _climbing(names: list[str], reader: Reader) -> Iterator[tuple[str, str]]:
    """Each name with the stage that its place in the row gives it; an informal step is before the first."""
    stage = 0
    for name in names:
        codes = {t.code for t in reader.meaning(name).tags if t.facet == "stage"}
        if "representation" in codes and not stage:
            yield name, "representation"
        elif "ombudsman" not in codes and stage < len(_STAGES):
            stage += 1
            yield name, f"stage_{stage}"
