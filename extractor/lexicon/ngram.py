"""A label's code by its letters: multinomial logistic regression over hashed character n-grams.

Asked last, after names, keywords and near spelling, and only on an axis whose
dimension is settled: asked whether labels are services or themes it would take
one for the other. `python -m benchmarks.label_model` trains it from the
vocabularies and patterns/label_examples.csv and writes patterns/label_ngrams.npz.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from extractor.language.fold import fold_label
from extractor.model.fast_dataclass import fast_dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BUCKETS = 4096
"""N-grams are hashed into so many features."""
SIZES = (2, 3, 4, 5)
"""Letters in an n-gram; blanks before and after each word count."""
STEPS = 127
"""Weights are stored as whole numbers from -127 to 127."""


@fast_dataclass
class Guess:
    """The likeliest code of a label and the next; scores from 0 to 100 that share 100 among all codes."""

    code: str
    score: float
    runner_up: str
    runner_up_score: float


def features(label: str) -> list[int]:
    """The features that a label has, each once, as bucket numbers in order."""
    text = f" {fold_label(label)} "
    found = {
        zlib.crc32(text[at : at + size].encode("utf-8")) % BUCKETS
        for size in SIZES
        for at in range(len(text) - size + 1)
    }
    return sorted(found)


class LabelModel:
    """The weights of one vocabulary."""

    def __init__(self, codes: Sequence[str], weights: NDArray[np.float32]) -> None:
        """`weights` has a row for each feature, a last one for the constant, and a column for each code."""
        self.codes = tuple(codes)
        self._weights = weights

    def guess(self, label: str) -> Guess | None:
        """The likeliest code; None for a label without letters."""
        import numpy as np

        have = features(label)
        if not have or len(self.codes) < 2:
            return None
        logits = self._weights[have].sum(axis=0) / np.sqrt(len(have)) + self._weights[BUCKETS]
        shares = np.exp(logits - logits.max())
        shares *= 100 / shares.sum()
        second, first = (int(at) for at in np.argsort(shares)[-2:])
        return Guess(
            self.codes[first],
            round(float(shares[first]), 1),
            self.codes[second],
            round(float(shares[second]), 1),
        )


@lru_cache(maxsize=4)
def models(content: bytes) -> dict[str, LabelModel]:
    """The models of a weights file by vocabulary; ValueError where it was made for other features."""
    import numpy as np

    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        names = [name.removesuffix("/codes") for name in stored.files if name.endswith("/codes")]
        found = {}
        for name in names:
            whole, scale = stored[f"{name}/weights"], stored[f"{name}/scale"]
            codes = [str(code) for code in stored[f"{name}/codes"]]
            if whole.shape != (BUCKETS + 1, len(codes)):
                raise ValueError(f"the weights of {name} are for other features")
            found[name] = LabelModel(codes, whole.astype(np.float32) * scale)
    return found


def packed(trained: dict[str, tuple[Sequence[str], NDArray[np.float32]]]) -> bytes:
    """A weights file, the opposite of `models`: for each vocabulary its codes and weights."""
    import numpy as np

    arrays: dict[str, NDArray[np.generic]] = {}
    for name, (codes, weights) in sorted(trained.items()):
        scale = np.abs(weights).max(axis=0) / STEPS + np.float32(1e-9)
        arrays[f"{name}/codes"] = np.array(codes)
        arrays[f"{name}/scale"] = scale.astype(np.float32)
        arrays[f"{name}/weights"] = np.round(weights / scale).astype(np.int8)
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)  # type: ignore[arg-type]
    return out.getvalue()
