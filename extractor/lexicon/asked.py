"""What one report asks of the vocabularies, and what they answer.

The rest of a report's reading depends on its document and on files that hold no labels. So where
other vocabularies give the same answers, the report comes to the same result.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])
Question = tuple[str, ...]
Answers = dict[str, list[list[str]]]
"""By kind of question what was asked and, last, a hash of the answer."""


class Asked:
    """Notes the questions on their way to what answers them."""

    def __init__(self) -> None:
        self._answering: dict[str, Callable[..., Any]] = {}
        self._noted: dict[str, set[Question]] = {}
        self.pupils: list[tuple[Any, Asked]] = []
        """Who was taught more words by this report: the words, and what is asked of the pupil."""

    def noting(self, kind: str, answer: Function) -> Function:
        """The same function of texts, whose questions are noted from now on."""
        self._answering[kind] = answer
        note = self._noted.setdefault(kind, set()).add

        def noted(*question: str) -> Any:
            note(question)
            return answer(*question)

        return cast(Function, noted)

    def forget(self) -> None:
        """A new report begins."""
        self.pupils.clear()
        for questions in self._noted.values():
            questions.clear()

    def answers(self) -> Answers:
        """What was asked since, with the answers."""
        return {
            kind: [[*question, self._hash(kind, question)] for question in sorted(questions)]
            for kind, questions in self._noted.items()
        }

    def agrees(self, earlier: Answers, changed: Collection[str], kinds: Collection[str]) -> bool:
        """Are the answers still the same, where the vocabularies `changed` may give others?

        `kinds` are the questions that all vocabularies answer together; the others name theirs first.
        """
        asked = self._doubtful(earlier, changed, kinds)
        return all(self._hash(kind, tuple(question)) == was for kind, (*question, was) in asked)

    def _doubtful(
        self, earlier: Answers, changed: Collection[str], kinds: Collection[str]
    ) -> Iterator[tuple[str, list[str]]]:
        for kind, lines in earlier.items():
            for line in lines:
                if kind in kinds or line[0] in changed:
                    yield kind, line

    def _hash(self, kind: str, question: Question) -> str:
        answer = repr(self._answering[kind](*question))
        return hashlib.blake2b(answer.encode(), digest_size=9).hexdigest()
