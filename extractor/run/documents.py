"""Documents as they were read: other words in patterns/ change what they mean, not what they are.

A key covers the file's content and name, the code that reads, the words that reading goes by, and
what both are built on.
"""

from __future__ import annotations

import hashlib
import pickle
import zlib
from contextlib import suppress

from extractor.language.words import in_force
from extractor.lexicon import store
from extractor.model.types import Document
from extractor.read.files import read_bytes
from extractor.run import cache

READING = ("language", "model", "read")
"""The packages that turn a file into a Document."""


def kept(data: bytes, name: str) -> Document:
    """As `read.read_bytes`, but not read twice. Raises Unreadable."""
    packed = store.read(_key(data, name))
    if packed is not None:
        with suppress(pickle.UnpicklingError, zlib.error):
            document: Document = store.unpack(zlib.decompress(packed))
            return document
    return anew(data, name)


def anew(data: bytes, name: str) -> Document:
    """As `read.read_bytes`, and kept for the next time. Raises Unreadable."""
    document = read_bytes(data, name)
    if not any(issue.code == "ocr-failed" for issue in document.issues):
        store.write(_key(data, name), zlib.compress(store.pack(document), 1))
    return document


def _key(data: bytes, name: str) -> str:
    content, words = hashlib.sha256(data).hexdigest(), in_force().hash
    return store.key_of(["document", content, name, words, store.code_hash(*READING), *cache.built_on()])
