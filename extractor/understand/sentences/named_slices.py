"""Slices that a sentence names in its own words: 'about the care plan', 'the Mercury Team', 'delays (27)'."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.language.fold import fold_text
from extractor.lexicon.tagger import VOCABULARY
from extractor.model.contract import is_whole
from extractor.model.types import Label
from extractor.understand.sentences.sentence import Parsed, Zone
from extractor.understand.tables.labels import Reader
from extractor.understand.tables.memory import Memory

_LONGEST = 8
"""Words of a phrase that may name a theme."""
_WORD = re.compile(r"[a-z]{2}", re.I)
_KIND = 4
"""Words that may stand before 'complaints' and say which."""
_WORDS = re.compile(r"[A-Za-z][\w'’&/-]*")
_ONE_NAME = re.compile(r"[^.,;:()\d]+")
_JOINT = len(", and ")
_SENT = ("complaint", "compliment", "enquiry")
_TOLD = ("stage", "procedure", "outcome", "complainant", "client", "channel", "timeliness", "thing", "event")
_BRACKETED = 6
"""Words of a label in front of a bracket."""


class Slices:
    """Finds the names; `memory` knows the labels that the report's tables use."""

    def __init__(self, reader: Reader, memory: Memory) -> None:
        self._reader, self._memory = reader, memory
        compiled = reader.phrases.compile
        self._service_name = compiled(r"\b(?:[A-Z][\w'/-]*\s+(?:{name_joints}\s+)?){1,6}{service_kinds}\b", 0)
        self._opening = compiled(r"^{name_openings}\s+", 0)
        self._records = compiled(r"\s+{recorders}\b")
        self._small = compiled(
            r"^\W*{name_articles}\s+(?P<name>(?:[a-z][a-z'-]*\s+){1,5}{served_kinds})\s+{gapped_verbs}\b", 0
        )
        # 'Highways received 35', 'In the year Planning had 12'
        self._subject = compiled(
            r"(?:^|[,;\d] |\b{and_words} )"
            r"(?P<name>[A-Z][\w'/-]*(?:,?\s+(?:{proper_joints}\s+)?[A-Z][\w'/-]*){0,5})\s+"
            r"(?:{gapped_verbs}|{undergone})\b[^;]*$",
            0,
        )
        self._no_service = compiled(r"\b{not_services}\b")
        self._trim = compiled(r"^{theme_openings}\s+")
        self._people = compiled(r"{person_pronouns}|{self_references}")
        self._about = compiled(r"\b{about_leads}\s+")
        relating = r"[ -]{related_words} {counted_nouns}\b"
        self._relating = compiled(relating)
        self._related = compiled(rf"[\w'&-]+(?: [\w'&-]+){{0,2}}?(?={relating})")
        self._ends = compiled(r"[.,;:()]|\b{about_ends}\b|$")
        self._about_before = compiled(r"\b{about_openings} {about_links}\s+")
        self._about_list = compiled(r"\b{about_leads}\s+[^,;:()]*$")
        self._for = compiled(r"\s+{served_leads}\s+(?:{articles}\s+)?")
        self._kind = compiled(r"\b{served_kinds}$")
        self._cause = compiled(r"\b{causes}\b\s*(?:{articles}\s+)?")
        self._part = compiled(r"\W*{part_leads} (?:{wholes} )?(?:{about_openings}|[a-z]+) {about_links}\b")
        self._ends_before = compiled(r"[.,;:()]|\b(?:{about_ends}|{past}|{moved_words})\b")
        self._moved = compiled(r"\b(?:{change_nouns}|{betterments})\b")
        self._item = compiled(
            r"[\s,;]*(?:{series_joints}\s+)?(?P<words>[A-Za-z][^.,;:()\d]{3,70}?)\s+{item_links}\s+"
        )
        self._lead_in = compiled(r".*(?:[:;,]|\b{label_openings}\b)\s*")

    def told(self, parsed: Parsed, zone: Zone, labels: Sequence[Label], listed: bool) -> list[Label]:
        """The theme or service that the number's own words name, or none; `listed`: no full sentence."""
        service = self._service(parsed, zone)
        if service:
            return [service]
        money = zone.number.unit == "gbp"
        if listed and not money and not _WORD.search(parsed.plain, zone.number.end, zone.post_end):
            found = self._before_bracket(parsed, zone, labels)
            if found:
                return [found]
        kind = self._concerned(parsed, zone, labels) or self._of_kind(parsed, zone)
        if zone.bracketed:
            found = self._before_bracket(parsed, zone, labels) or kind
            return [found] if found else []
        kind = kind or self._who_had(parsed, zone)
        theme = (
            self._served(parsed, zone)
            or self._because(parsed, zone)
            or self._about_what(parsed, zone, labels)
            or self._before_in(parsed, zone, labels)
            or self._said_before(parsed, zone, labels)
        )
        if kind and (theme is None or theme.facet == kind.facet):
            return [kind]
        return [x for x in (kind, theme) if x]

    def _of_kind(self, parsed: Parsed, zone: Zone) -> Label | None:
        """'29 planning complaints', 'parking complaints rose to 12': the words right before the noun."""
        n, things = zone.number, [t for t in parsed.own(zone, "thing") if t.code in _SENT]
        after = [t for t in things if t.start >= n.end][:1]
        ahead = [t for t in things if t.end <= n.start][-1:]
        for tag in after if after and n.unit != "percent" else (*after, *ahead):
            start = n.end if tag.start >= n.end else zone.pre_start
            words = list(_WORDS.finditer(parsed.text, start, tag.start))[-_KIND:]
            said = (t for t in parsed.tags if t is not tag and t.start < tag.start and t.facet in _TOLD)
            told = max((t.end for t in said), default=0)
            starts = [first.start() for first in words if first.start() >= told]
            names = [parsed.text[start : tag.start].rstrip() for start in starts]
            found = [x for name in names if _ONE_NAME.fullmatch(name) for x in self._exactly(name)]
            same = [x for x in found if (x.facet, x.code) == (found[0].facet, found[0].code)]
            if same:
                return same[-1]  # 'planning', and not 'the number of planning'
        return None

    def _who_had(self, parsed: Parsed, zone: Zone) -> Label | None:
        """'Highways received 35 complaints': the service as the subject of the clause, by its whole name."""
        last = parsed.zones[zone.index - 1].number.end if zone.index else 0
        found = self._subject.search(parsed.text, max(last, zone.pre_start - _JOINT), zone.number.start)
        if found is None or any(t.facet in _TOLD[1:6] and t.end > found.start("name") for t in parsed.tags):
            return None
        return next((x for x in self._exactly(found["name"]) if x.facet == "service_area"), None)

    def _exactly(self, name: str) -> Iterator[Label]:
        """The service, else the theme, that the name is a name of."""
        for facet in ("service_area", "theme"):
            if not (self._reader.short_forms or self._reader.matcher.named(VOCABULARY[facet], name)):
                continue  # near spellings need not be looked for
            label = self._reader.label(facet, name, "own")
            if label.method == "exact":
                if not is_whole(label.code):
                    yield label
                return

    def _service(self, parsed: Parsed, zone: Zone) -> Label | None:
        """A proper name that ends in Service or Team."""
        text = fold_text(parsed.text)
        plain = self._small.match(text, 0, zone.number.start) if not zone.index else None
        if plain and not self._no_service.search(plain["name"]):
            return self._reader.label("service_area", parsed.text[slice(*plain.span("name"))], "own")
        for found in self._service_name.finditer(text, zone.pre_start, zone.post_end):
            name = found.group()
            if found.start() == 0 and " " not in name:
                continue
            if (
                self._no_service.search(name)
                or self._records.match(text, found.end())
                or text[: found.start()].rstrip().lower().endswith("by the")
                or self._reader.names_a_council(name.rpartition(" ")[0])
            ):
                continue
            name = self._opening.sub("", name)
            label = self._memory.label(name) or self._reader.label("service_area", name, "own")
            if label.facet == "service_area" and not is_whole(label.code):
                return Label(
                    "service_area", name, label.code, "own", label.method, label.score,
                    label.runner_up, label.runner_up_score,
                )  # fmt: skip
        return None

    def _served(self, parsed: Parsed, zone: Zone) -> Label | None:
        """'61 of them for the parks team': a service in small letters."""
        found = self._for.match(parsed.plain, zone.number.end, zone.post_end)
        if zone.number.unit not in ("", "count", "percent") or not found:
            return None
        end = self._ends.search(parsed.plain, found.end(), zone.post_end)
        words = parsed.text[found.end() : end.start() if end else zone.post_end].strip()
        if not words or len(words.split()) > _LONGEST or any(p.start == found.end() for p in parsed.periods):
            return None
        label = self._reader.label("service_area", words, "own")
        bare = " " not in words and self._kind.fullmatch(words)
        if bare or is_whole(label.code) or self._no_service.search(words) or self._people.fullmatch(words):
            return None
        return label if label.method == "exact" or self._kind.search(words) else None

    def _about_what(self, parsed: Parsed, zone: Zone, labels: Sequence[Label]) -> Label | None:
        """'11 concerned the conduct of staff': what the complaints were about."""
        if zone.number.unit == "gbp" or any(x.facet in ("outcome", "timeliness", "change") for x in labels):
            return None
        found = self._about.search(parsed.plain, zone.number.end, zone.post_end)
        if not found or found.start() - zone.number.end > 40:
            return None
        end = self._ends.search(parsed.plain, found.end(), zone.post_end)
        return self._named(parsed, found.end(), end.start() if end else zone.post_end)

    def _because(self, parsed: Parsed, zone: Zone) -> Label | None:
        """'Six of these complaints because of slow replies': the reason is the theme."""
        later = zone.index + 1 < len(parsed.zones)
        stop = parsed.zones[zone.index + 1].number.start if later else len(parsed.plain)
        found = zone.link == "part" and self._cause.search(parsed.plain, zone.number.end, stop)
        if not found or found.start() - zone.number.end > 40:
            return None
        end = self._ends.search(parsed.plain, found.end(), stop)
        words = parsed.text[found.end() : end.start() if end else stop].strip()
        return self._reader.label("theme", words, "own") if words else None

    def _concerned(self, parsed: Parsed, zone: Zone, labels: Sequence[Label]) -> Label | None:
        """'Five planning-related complaints': a service or theme that is known by these words."""
        if not self._relating.search(parsed.plain, zone.pre_start, zone.post_end):
            return None
        found = self._related.search(parsed.plain, zone.pre_start, zone.post_end)
        if not found or any(x.facet in ("theme", "service_area") for x in labels):
            return None
        words = found.group().split()
        for first in range(len(words)):
            start = found.end() - len(" ".join(words[first:]))
            label = self._named(parsed, start, found.end())
            if label and label.method == "exact":
                return label
        return None

    def _said_before(self, parsed: Parsed, zone: Zone, labels: Sequence[Label]) -> Label | None:
        """'Complaints about parking rose to 34': what they were about, in front of the number."""
        if zone.number.unit == "gbp" or any(x.facet in ("theme", "service_area") for x in labels):
            return None
        start, end_at = zone.pre_start, zone.number.start
        if zone.index and self._part.match(parsed.plain):  # 'Of those about parking, 8 were upheld and 9 not'
            start, end_at = 0, parsed.zones[0].number.start
        found = self._about_before.search(parsed.plain, start, end_at)
        end = found and self._ends_before.search(parsed.plain, found.end(), end_at)
        return self._named(parsed, found.end(), end.start()) if found and end else None

    def _named(self, parsed: Parsed, start: int, end: int) -> Label | None:
        """The words from `start` to `end` as what complaints were about; None for people and wholes."""
        end = min((p.start for p in parsed.periods if start < p.start < end), default=end)
        words = self._trim.sub("", parsed.text[start:end].strip())
        if not words or len(words.split()) > _LONGEST or self._people.fullmatch(words):
            return None
        if self._reader.names_a_council(words):
            return None  # '43 cases about Calderdale'
        inside = [t for t in parsed.tags if t.start >= start and t.end <= start + len(words) + 4]
        themed = any(t.facet == "theme" for t in inside)
        others = ("stage", "client", "thing", "sex") + (() if themed else ("disability", "complainant"))
        if any(t.facet in others for t in inside):
            return None
        matcher, services = self._reader.matcher, VOCABULARY["service_area"]
        if matcher.named(services, words) and (service := matcher.match(services, words)).method == "exact":
            whole = is_whole(service.code) and service.code != "education_whole"
            return None if whole else Label("service_area", words, service.code, "own")
        theme = self._reader.label("theme", words, "own")
        return theme if theme.code != "unmapped" or len(words.split()) <= 5 else None

    def _before_in(self, parsed: Parsed, zone: Zone, labels: Sequence[Label]) -> Label | None:
        """'... in 26 complaints, the conduct of a worker in 15': an item of a series, its theme first."""
        known = ("outcome", "timeliness", "change", "stage", "complainant")
        if zone.index == 0 or any(x.facet in known for x in labels):
            return None
        if zone.number.unit not in ("", "count", "percent") or self._moved.search(
            parsed.plain[zone.pre_start : zone.number.start]
        ):
            return None  # 'an improvement on 13.2 days'
        found = self._item.fullmatch(parsed.text[zone.pre_start : zone.number.start])
        if not found:
            return None
        words = self._trim.sub("", found["words"])
        if len(words.split()) > _LONGEST:
            return None
        service = self._reader.label("service_area", words, "own")
        if service.method == "exact" and not is_whole(service.code):
            return service
        label = self._reader.label("theme", words, "own")
        return label if label.code != "unmapped" else None

    def _before_bracket(self, parsed: Parsed, zone: Zone, labels: Sequence[Label]) -> Label | None:
        """'delays (27), staff attitude (19)': the words in front of the bracket."""
        ahead = parsed.text[zone.pre_start : zone.number.start].rstrip(" (")
        said = {x.facet for x in labels if x.origin == "own"}
        if self._about_list.search(ahead):  # 'Upheld complaints related to planning (4)'
            said -= {"outcome", "stage"}
        if said & {"outcome", "timeliness", "complainant", "channel", "stage"}:
            return None
        words = self._lead_in.sub("", ahead, count=1).strip(" '\"")
        if not words or len(words.split()) > _BRACKETED or self._reader.is_total(words):
            return None
        hint = self._reader.hint(parsed.text[: zone.number.start])
        for facet in dict.fromkeys((hint, "complainant", "channel", "theme", "service_area")):
            if facet not in ("complainant", "channel", "theme", "service_area"):
                continue
            known = self._memory.label(words)
            if known and known.facet == facet:
                return Label(facet, words, known.code, "own")
            label = self._reader.label(facet, words, "own")
            if label.code != "unmapped" and not is_whole(label.code):
                return label
        return None
