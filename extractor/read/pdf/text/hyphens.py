"""Hyphens at line ends: closed up where the document has the word whole, kept where it has not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from extractor.model.types import Block, Prose, Table
from extractor.read.pdf.text.paragraphs import SOFT, SPLIT

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(rf"([^\W\d_]+){SOFT}([^\W\d_]+)")
_SPLIT = re.compile(rf"([^\W\d_]+){SPLIT}([^\W\d_]+)")


def settle_hyphens(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with every open hyphen decided."""
    listed = list(blocks)
    if not any(SOFT in text or SPLIT in text for block in listed for text in _texts(block)):
        return listed
    known: set[str] = set()
    for block in listed:
        for text in _texts(block):
            known.update(word.lower() for word in _WORD.findall(text))
    return [_settled(block, known) for block in listed]


def _texts(block: Block) -> list[str]:
    if isinstance(block, Prose):
        return [block.text]
    return [cell.text for cell in block.cells] if isinstance(block, Table) else []


def _settled(block: Block, known: set[str]) -> Block:
    def close(found: re.Match[str]) -> str:
        whole, parted = found[1] + found[2], f"{found[1]}-{found[2]}"
        if whole.lower() in known and parted.lower() not in known:
            return whole
        return parted

    def join(found: re.Match[str]) -> str:
        return found[1] + found[2] if (found[1] + found[2]).lower() in known else f"{found[1]} {found[2]}"

    def settle(text: str) -> str:
        if SPLIT in text:
            text = _SPLIT.sub(join, text).replace(SPLIT, " ")
        return _BROKEN.sub(close, text).replace(SOFT, "-") if SOFT in text else text

    if isinstance(block, Prose):
        return replace(block, text=settle(block.text))
    if isinstance(block, Table):
        return replace(block, cells=tuple(replace(c, text=settle(c.text)) for c in block.cells))
    return block
