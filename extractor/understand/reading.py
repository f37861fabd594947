"""Every place of a document read: tables first, then the prose that leans on them."""

from __future__ import annotations

from dataclasses import replace

from extractor.language import numbers
from extractor.lexicon.rulebook import Rulebook
from extractor.model.types import Claim, Document, Issue, Picture, Place, Prose, Reading, Table
from extractor.understand.heading_ranks import ranked
from extractor.understand.places import locate
from extractor.understand.sentences.read import ProseReader
from extractor.understand.settings.definitions import definitions
from extractor.understand.tables.captions import slices_in_captions, with_slice
from extractor.understand.tables.labels import Reader
from extractor.understand.tables.memory import Memory
from extractor.understand.tables.read import read_table


def readings(
    document: Document, reader: Reader, rulebook: Rulebook, procedure: str = ""
) -> list[tuple[Place, Reading]]:
    """Every place with what was read there: tables first, then the prose that leans on them.

    `procedure` is what the whole report is about, where it is known.
    """
    places = locate(ranked(document, reader), rulebook)
    if procedure == "ombudsman":
        places = [replace(place, context=replace(place.context, of_ombudsman=True)) for place in places]
    memory = Memory()
    named = slices_in_captions(places, reader)
    for label in named.values():
        memory.learn_label(label)
    done: dict[int, Reading] = {}
    for i, place in enumerate(places):
        if isinstance(place.block, Table):
            done[i] = read_table(place, reader)
            if place.context.caption in named:
                done[i] = with_slice(done[i], named[place.context.caption])
            memory.learn_labels(done[i].claims)
    prose = ProseReader(reader, memory)
    prose.look_over(places)
    for i, place in enumerate(places):
        if isinstance(place.block, Prose):
            done[i] = prose.read(place)
        elif i in done:
            memory.learn_values(done[i].claims)
        elif isinstance(place.block, Picture):
            done[i] = Reading(
                issues=(
                    Issue(
                        "figure-not-in-text",
                        "warning",
                        "A chart prints figures that cannot be read from the file"
                        + (f": {place.block.alt}." if place.block.alt else "."),
                        place.block.anchor,
                    ),
                )
            )
    for i, place in enumerate(places):
        if isinstance(place.block, Table) and i in done:
            done[i] = _pointed(done[i], place, memory)
    defined = definitions(document, reader)
    return [(place, defined.applied(done.get(i, Reading()), reader)) for i, place in enumerate(places)]


def _pointed(reading: Reading, place: Place, memory: Memory) -> Reading:
    """'The findings from the 97 complaints': the table counts what the 97 counted."""
    for n in numbers.in_sentence(place.context.lead):
        known = memory.values.get((n.value or 0.0, "count"))
        thing = (
            next((x for x in known.labels if x.facet == "thing" and x.origin == "own"), None)
            if known
            else None
        )
        if thing is not None and thing.code == "point":
            lent = replace(thing, origin="group")
            return replace(
                reading, claims=tuple(replace(c, labels=(*c.labels, lent)) for c in reading.claims)
            )
    return reading


def enquiries_are_contacts(claims: list[Claim], reader: Reader) -> bool:
    """'Of the 36 enquiries, 22 were logged as complaints': enquiries take the complaints in."""
    return any(reader.takes_complaints_in(claim.evidence) for claim in claims)
