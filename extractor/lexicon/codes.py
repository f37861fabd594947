"""The contract's codes as patterns/ may name them: another one is refused, with the line to add."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from extractor.model import contract, types


def _one_of(codes: str, empty: bool = False) -> AfterValidator:
    def known(code: str) -> str:
        clause = "" if empty and not code else contract.unknown(codes, code)
        if clause:
            raise ValueError(clause)
        return code

    return AfterValidator(known)


Procedure = Annotated[str, _one_of("procedure")]
Stage = Annotated[str, _one_of("stage")]
Measure = Annotated[str, _one_of("measure")]
Unit = Annotated[str, _one_of("unit")]
UnitOfCount = Annotated[str, _one_of("unit_of_count", empty=True)]
Outcome = Annotated[str, _one_of("outcome")]
Timeliness = Annotated[str, _one_of("timeliness")]
Dimension = Annotated[str, _one_of("dimensions")]
Scope = Annotated[str, _one_of("scope")]
EventBasis = Annotated[str, _one_of("event_basis")]
DenominatorClass = Annotated[str, _one_of("denominator_class", empty=True)]
Comparable = Annotated[str, _one_of("comparable")]
Severity = Annotated[types.Severity, _one_of("severity")]
