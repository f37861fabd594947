"""A second reader, a person or a language model: asked about each place, and weighed against the rules."""

from __future__ import annotations

from extractor.second_reader.answers import Answers, AnswersFault, load
from extractor.second_reader.settle import Settled, settle

__all__ = ["Answers", "AnswersFault", "Settled", "load", "settle"]
