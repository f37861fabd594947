"""What a whole report is about: its kind, and the procedure of a complaint where nothing nearer says.

Each cue of patterns/settings.yaml adds its weight to a kind, once for each kind of place it is
met in; the highest sum decides and the next is kept as the runner-up.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractor.identify.other_bodies import cover
from extractor.language import numbers, periods
from extractor.language.fold import fold_text
from extractor.lexicon.settings_book import SPOTS, Cue, SettingsBook, Spot, any_of
from extractor.model.contract import is_financial_year
from extractor.model.fast_dataclass import fast_dataclass
from extractor.model.setting import Setting
from extractor.model.types import Document, Prose, Table
from extractor.understand.tables.labels import Reader

_STATED = ("title", "statement")
_TITLE_BLOCKS, _LABEL_LENGTH = 5, 70
_SIDE_BY_SIDE = 2
"""Labels of a second procedure, at least, where two are counted side by side."""
_JOINT = ("education_and_children", "children_and_adults")
"""Departments that are more than social care: a section of each procedure shows that both are counted."""
_COUNTED = 3
"""Departments of one sentence, at least, each with its figure and social care among them."""
_LETTER = re.compile(r"[^\W\d_]")
_LABEL_END = re.compile(r"\s*[:(–—-]\s*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_PART = re.compile(r"(?<=[.;])\s+|\s[-–—|]\s")
"""What parts a line of the cover: a title from who wrote it. Commas part it from the committee it is for."""
_QUOTED = 70
"""Characters of the words that are kept as evidence."""


@fast_dataclass
class ReportSettings:
    """The kind of a report (see patterns/settings.yaml) and the procedure in force where none is named."""

    kind: str
    procedure: Setting
    mixed: bool = False
    """It counts statutory and corporate complaints side by side."""
    departments: frozenset[str] = frozenset()
    part: str = ""
    """The part of a year that a digest's title names ('2022/23 Q3', '2018/19 Q1-Q2', 'Quarter 3'), or ''."""
    covers: tuple[str, ...] = ()
    """The sentences in which the report says what it covers."""

    @property
    def clients(self) -> frozenset[str]:
        """The statutory procedures of the client groups that the whole report is about."""
        groups = {
            "children": ("children_statutory",),
            "adults": ("adult_statutory",),
            "both": ("children_statutory", "adult_statutory"),
        }
        return frozenset(groups.get(self.kind, ()))


UNKNOWN = ReportSettings("", Setting("procedure", "all", "default", "", 0.0))
"""What is known of a report before it is read."""


@dataclass
class _Sums:
    weights: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    stated: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    """What the title and the report's own statement weigh, of all that speaks for a kind."""
    evidence: dict[str, tuple[float, str, str]] = field(default_factory=dict)

    def add(self, kind: str, weight: float, origin: str, words: str) -> None:
        self.weights[kind] += weight
        self.stated[kind] += weight if origin in _STATED else 0.0
        if weight > self.evidence.get(kind, (0.0, "", ""))[0]:
            self.evidence[kind] = (weight, origin, " ".join(words.split())[:_QUOTED])


def report_settings(
    document: Document, reader: Reader, book: SettingsBook, district: bool = False
) -> ReportSettings:
    """Weigh the title, the report's statement of what it covers, its departments and its words.

    Args:
        document: the report.
        reader: tells services by their labels.
        book: patterns/settings.yaml.
        district: whether the council is a district: without social care its report is on all of it.
    """
    sums, texts = _Sums(), _texts(document, book)
    for spot in texts:
        _weigh_cues(sums, spot, texts[spot], book)
    _weigh_density(sums, document, book)
    departments = _departments(document, reader, book)
    if district:
        sums.add("whole", book.district, "default", "a district council answers for all its services")
        _weigh_own(sums, texts, book)
    else:
        sums.add("whole", book.unsaid, "default", "no words name a procedure")
        _weigh_departments(sums, departments, book)
    _join_clients(sums)
    ranked = sorted(sums.weights, key=lambda kind: (-sums.weights[kind], kind))
    kind = ranked[0]
    setting = _setting(kind, ranked[1] if len(ranked) > 1 else "", sums, book)
    words = _mixed(document, reader) if kind in ("children", "adults", "both", "whole") else ""
    if words:
        setting = Setting("procedure", "all", "labels", words, setting.score, setting.code, setting.words)
    part = _part_of_year(texts["title"], texts["statement"], book)
    return ReportSettings(kind, setting, bool(words), departments, part, tuple(texts["statement"]))


def _part_of_year(titles: list[str], statements: list[str], book: SettingsBook) -> str:
    """The quarter or quarters that the title names, where it names no other year and no whole year beside."""
    named = [p for text in titles for p in periods.find(text)]
    if not named:  # then what the report says that it covers, where that is no whole year
        titles = statements
        told = [p for text in titles for p in periods.find(text)]
        named = [] if any(p.kind == "financial_year" for p in told) else told
    found = [p.code for p in named]
    bare = {p.raw for p in named if p.kind == "quarter" and not p.code}
    if len(bare) == 1 and not any(found):
        return "" if any(map(book.year_too, titles)) else bare.pop()
    part = next((code for code in found if re.fullmatch(r"\d{4}/\d\d Q[1-4](-Q[1-4])?", code)), "")
    others = {code[:7] for code in found if is_financial_year(code[:7])} - {part[:7]}
    whole = part.endswith(" Q4") and any(map(book.year_too, titles))
    return "" if others or whole else part


def _setting(kind: str, second: str, sums: _Sums, book: SettingsBook) -> Setting:
    best, other = sums.weights.get(kind, 0.0), sums.weights.get(second, 0.0)
    _, origin, words = sums.evidence.get(kind, (0.0, "default", ""))
    score = round((best - other) / (best + 1.0), 2) if best else 0.0
    runner_up = book.procedure(second) if second else ""
    return Setting(
        "procedure",
        book.procedure(kind),
        origin,
        words,
        score,
        runner_up,
        sums.evidence.get(second, (0.0, "", ""))[2],
    )


def _texts(document: Document, book: SettingsBook) -> dict[Spot, list[str]]:
    """The document's texts by the kind of place they stand in."""
    out: dict[Spot, list[str]] = {spot: [] for spot in SPOTS}
    prose = [b for b in document.blocks if isinstance(b, Prose)]
    furniture = {piece.text for piece in document.furniture}
    lines = [line for line in cover(document) if line not in furniture][
        : len(document.titles) + _TITLE_BLOCKS
    ]
    lines += [b.text for b in prose if b.kind == "title"]
    out["title"] = [told for line in dict.fromkeys(lines) if (told := _without_bodies(line, book))]
    sentences = 0
    for block in prose:
        if block.kind == "heading":
            out["heading"].append(block.text)
        elif block.kind == "caption":
            out["caption"].append(block.text)
        elif block.kind in ("paragraph", "list"):
            for sentence in _SENTENCE.split(block.text):
                if not book.names_body(sentence):
                    stated = book.statement.made(fold_text(sentence).lower(), sentences)
                    out["statement" if stated else "text"].append(sentence)
                sentences += 1
    out["caption"] += [b.caption for b in document.blocks if isinstance(b, Table) and b.caption]
    return out


def _without_bodies(line: str, book: SettingsBook) -> str:
    """A line of the cover without those of its parts that name a committee, or who wrote it."""
    told = [part for part in _PART.split(line) if not book.signed(part)]
    return ", ".join(piece for part in told for piece in part.split(", ") if not book.names_body(piece))


def _weigh_cues(sums: _Sums, spot: Spot, texts: list[str], book: SettingsBook) -> None:
    """Each cue once for a place; headings, of which there are many, each by itself up to ten."""
    plain = [fold_text(text).lower() for text in texts]
    whole = "\n".join(plain)
    for cue in book.cues:
        weight = cue.weight(spot)
        if not weight or not (cue.alone or cue.pattern.search(whole)):
            continue
        company = " ".join(plain) if spot == "title" else ""  # a title runs over lines
        met = [text for text, low in zip(texts, plain, strict=True) if _speaks(cue, low, book, company)]
        if met:
            times = min(len(met), 10) if spot == "heading" else 1
            sums.add(cue.kind, weight * times, spot, met[0])


def _speaks(cue: Cue, plain: str, book: SettingsBook, company: str = "") -> bool:
    """Is the cue met, and not only inside longer words of another kind's cue?"""
    if cue.speaks(plain, company or plain) is None:
        return False
    others = [found for o in book.cues if o.kind != cue.kind for found in o.pattern.finditer(plain)]
    return any(
        not any(
            o.start() <= found.start() and found.end() <= o.end() and len(o[0]) > len(found[0])
            for o in others
        )
        for found in cue.pattern.finditer(plain)
    )


def _weigh_own(sums: _Sums, texts: dict[Spot, list[str]], book: SettingsBook) -> None:
    """A district's headings and captions that name its own procedure: it has none by law beside it."""
    for spot in ("heading", "caption"):
        for cue in book.cues:
            met = [text for text in texts[spot] if cue.district and cue.speaks(fold_text(text).lower())]
            if met:
                sums.add(cue.kind, cue.district, spot, met[0])


def _weigh_density(sums: _Sums, document: Document, book: SettingsBook) -> None:
    """How often the text speaks of a client group; of both alike, for a report on both."""
    text = fold_text(" ".join(b.text for b in document.blocks if isinstance(b, Prose))).lower()
    words, density = max(len(text.split()), 1), book.density
    told = {kind: len(any_of(cues).findall(text)) for kind, cues in density.groups.items()}
    rates = {kind: 1000 * mentions / words for kind, mentions in told.items() if mentions >= density.fewest}
    spoken = {kind: rate for kind, rate in rates.items() if rate >= density.often / 3}
    if len(spoken) > 1 and min(spoken.values()) * 2 > max(spoken.values()):
        spoken = {"both": max(spoken.values())}
    for kind, rate in spoken.items():
        weight = density.weight * min(rate / density.often, 1.5)
        sums.add(kind, weight, "text", f"{kind} in {rate:.0f} of 1,000 words")
    cells = " ".join(c.text for b in document.blocks if isinstance(b, Table) for c in b.cells)
    if book.spoken_of_ombudsman.met(f"{text} {fold_text(cells).lower()}"):
        sums.add(
            "ombudsman", book.spoken_of_ombudsman.weight, "text", "the Ombudsman, and no other procedure"
        )


def _departments(document: Document, reader: Reader, book: SettingsBook) -> frozenset[str]:
    """The departments that label the report's tables and sections, or that a sentence counts one by one."""
    found = {_department(label, reader, book) for label in _labels(document)}
    for block in document.blocks:
        if isinstance(block, Prose):
            found |= _counted_apart(block.text, reader, book)
    return frozenset(found - {"", "neutral"})


def _counted_apart(text: str, reader: Reader, book: SettingsBook) -> set[str]:
    """The departments of a sentence with a figure for each: '27 for children's services, 20 housing, 17'."""
    out: set[str] = set()
    for sentence in _SENTENCE.split(text):
        tags = [t for t in reader.tagger.tags(sentence) if t.facet == "service_area"]
        groups = {book.departments.group(t.code) for t in tags} - {"neutral"}
        counts = sum(n.unit in ("", "count") for n in numbers.in_sentence(sentence))
        if min(len(groups), counts) >= _COUNTED and groups & {"children", "adults"}:
            out |= groups
    return out


def _department(label: str, reader: Reader, book: SettingsBook) -> str:
    client = book.client(label)
    if client:
        return "children" if client.code == "children_statutory" else "adults"
    if not reader.matcher.named("service_areas", label):
        return ""
    return book.departments.group(reader.matcher.match("service_areas", label).code)


def _labels(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Table):
            cells = (c.text.strip() for c in block.cells if 2 < len(c.text) < _LABEL_LENGTH)
            yield from (text for text in cells if _LETTER.search(text))
        elif isinstance(block, Prose) and block.kind in ("heading", "caption", "list"):
            yield _LABEL_END.split(block.text, maxsplit=1)[0][:_LABEL_LENGTH].strip()


def _weigh_departments(sums: _Sums, departments: frozenset[str], book: SettingsBook) -> None:
    others = departments - {"children", "adults"}
    both = departments >= {"children", "adults"}
    words = "its departments: " + ", ".join(sorted(departments)).replace("_", " ")
    if both and not others:
        named = any(sums.stated[kind] for kind in ("children", "adults", "both"))
        sums.add("both" if named else "whole", book.departments.both, "labels", words)
    if len(others) + both < book.departments.fewest:
        return
    if departments & {"children", "adults"}:
        sums.add("whole", book.departments.whole, "labels", words)
    else:
        sums.add("corporate", book.departments.corporate, "labels", words)


def _mixed(document: Document, reader: Reader) -> str:
    """The labels that count complaints of the council's own procedure beside statutory ones, or ''.

    So does a title that names both at once.
    """
    for line in cover(document):
        if any(t.facet == "procedure" and t.code == "all" for t in reader.tagger.tags(line)):
            return line[:_QUOTED]
    told: list[tuple[str, str]] = []
    for label in _labels(document):
        if not reader.tagger.mentions(label, "procedure"):
            continue
        codes = {t.code for t in reader.tagger.tags(label) if t.facet == "procedure"} - {"ombudsman"}
        if len(codes) == 1:
            told.append((codes.pop(), label))
    if len({code for code, _ in told}) < 2:
        return ""
    heads = [b.text for b in document.blocks if isinstance(b, Prose) and b.kind in ("heading", "title")]
    joint = any(reader.matcher.match("service_areas", text).code in _JOINT for text in heads)
    counts: Counter[str] = Counter()
    for code, label in told:
        counts[code] += _SIDE_BY_SIDE if joint and label in heads else 1
    words = dict(reversed(told))
    statutory = max(counts["children_statutory"], counts["adult_statutory"])
    if min(counts["corporate"], statutory) < _SIDE_BY_SIDE or min(counts["corporate"], statutory) * 4 < max(
        counts["corporate"], statutory
    ):
        return ""
    return " / ".join(words[code] for code, _ in counts.most_common(2))[:_QUOTED]


def _join_clients(sums: _Sums) -> None:
    """A report whose title or statement names children's and adults' services alike is on both."""
    children, adults = sums.stated["children"], sums.stated["adults"]
    if min(children, adults) * 2 > max(children, adults):
        _, origin, words = max(sums.evidence["children"], sums.evidence["adults"])
        whole = max(sums.weights["children"], sums.weights["adults"])
        sums.add("both", whole + 1, origin, words)
