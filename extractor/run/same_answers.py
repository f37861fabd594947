"""Results that a change of vocabularies does not touch: what a report asks of them is answered as before.

A key covers what `cache.key` covers, but of patterns/ only the files that are no vocabularies.
"""

from __future__ import annotations

import json
import zlib
from contextlib import suppress

from extractor.language.words import using
from extractor.lexicon import store
from extractor.lexicon.language_words import words_of
from extractor.lexicon.rulebook import Rulebook
from extractor.model.result import ReportResult
from extractor.run import cache
from extractor.run.report import READ_AS_ENTRIES, reader_of
from extractor.run.task import Task
from extractor.understand.tables.labels import all_answer


def remember(book: Rulebook, task: Task, result: ReportResult) -> None:
    """Keep what the report just read has asked, and the key of its result."""
    council = result.coverage.authority_code
    with using(words_of(book)):
        asked = reader_of(book.for_authority(council)).asked
        pupils = [(taught, pupil.answers()) for taught, pupil in asked.pupils]
        content = json.dumps([dict(book.hashes), council, task.key, asked.answers(), pupils])
    store.write(_key(book, task), zlib.compress(content.encode(), 1))


def recall(book: Rulebook, task: Task) -> ReportResult | None:
    """The result that an earlier rulebook gave, where this one gives it too; None where that is not known."""
    packed = store.read(_key(book, task))
    if packed is None:
        return None
    with suppress(ValueError, KeyError, zlib.error), using(words_of(book)):
        hashes, council, key, answers, pupils = json.loads(zlib.decompress(packed))
        changed = {name for name in {*hashes, *book.hashes} if hashes.get(name) != book.hashes.get(name)}
        reader, together = reader_of(book.for_authority(council)), all_answer(changed)
        reader.asked.forget()
        if (
            changed.isdisjoint(READ_AS_ENTRIES)
            and reader.asked.agrees(answers, changed, together)
            and all(reader.taught(*words).asked.agrees(told, changed, together) for words, told in pupils)
        ):
            return cache.load(key)
    return None


def _key(book: Rulebook, task: Task) -> str:
    entry = task.entry.model_dump_json() if task.entry else ""
    return store.key_of(["answers", cache.key(cache.basis(book.apart), task.sha256, task.source_file, entry)])
