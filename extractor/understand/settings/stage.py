"""The stage of one number: the nearest words that name one."""

from __future__ import annotations

from extractor.model.sense import NEAR, Sense, rank
from extractor.model.setting import Setting
from extractor.understand.settings.levels import levels, setting

EARLIER = "earlier"
"""Origin of the stage that the section named last, some sentences or a table before."""
DOCUMENT = "document"
"""Origin of what the report says of itself as a whole."""
_OF_A_STAGE = frozenset(("complaints_decided", "complaints_responded", "response_time", "findings_decided"))
"""Measures of what one stage did; the rest may as well be of all stages."""
_LATER = ("stage_2", "stage_3", "ombudsman")


def stage_of(sense: Sense, measure: str) -> Setting:
    """The stage in force nearest the number; two at equal distance only where one led to the other."""
    found = [x for x in sense.all("stage") if x.origin != EARLIER or measure in _OF_A_STAGE]
    if any(x.code != "ombudsman" for x in sense.all("procedure", NEAR)):
        # 'Adults statutory complaints' are the council's own, whatever else the report is about
        found = [x for x in found if (x.code, x.origin) != ("ombudsman", DOCUMENT)]
    for level in levels(found):
        codes = list(dict.fromkeys(x.code for x in level))
        code = _reached(codes) if measure == "complaints_escalated" else _named(codes, rank(level[0]))
        if code:
            label = next((x for x in level if x.code == code), level[-1])
            return setting("stage", code, label, found)
    return setting("stage", "all", None)


def _reached(codes: list[str]) -> str:
    """The stage that escalated complaints came to."""
    later = [code for code in codes if code in _LATER]
    if later:
        return later[-1]
    return "stage_2" if "stage_1" in codes else ""


def _named(codes: list[str], distance: int) -> str:
    if len(codes) == 1:
        return codes[0]
    if distance <= 1:
        own = [code for code in codes if code != "all"]
        return own[-1] if own else "all"
    return "ombudsman" if codes[0] == "ombudsman" and distance <= NEAR else ""
