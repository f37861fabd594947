"""Text with plain quotes, dashes and spaces, every character in its place."""

from __future__ import annotations

import re

#: Same length in and out, so that offsets hold.
_FOLD = {
    **dict.fromkeys("’‘`", "'"),
    **dict.fromkeys("“”", '"'),
    **dict.fromkeys("–—‑−", "-"),
    **dict.fromkeys("\u00a0\u2009\u202f\t\n\r\x0b", " "),
}
_TO_FOLD = re.compile("[" + "".join(_FOLD) + "]")


def fold(text: str) -> str:
    """Plain quotes, dashes and spaces; the same length as the text."""
    return _TO_FOLD.sub(lambda found: _FOLD[found.group()], text)
