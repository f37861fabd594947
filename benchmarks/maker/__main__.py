"""Makes reports, or shows the material that may be looked at.

    python -m benchmarks.maker make --out DIR --reports 8 --seed 1 --split seen --format txt,pdf
    python -m benchmarks.maker show frames

Only the seen half is ever printed; reports of the unseen half are for benchmarks.unseen
to read. The same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from benchmarks.maker import batch, frames
from benchmarks.maker.splits import SEEN, SPLITS, load, of_split, parted, split_of


def show(what: str) -> list[str]:
    """Lines of the seen half: frames, labels, layouts, distractors, or how many there are of each."""
    if what == "frames":
        seen = [one for one in frames.all_frames() if one.split == SEEN]
        return [f"{one.id}  {one.topic}: {one.text}" for one in seen]
    if what == "counts":
        tally = Counter((one.topic, one.split) for one in frames.all_frames())
        lines = [f"{topic:20} {tally[topic, 'seen']:4} {tally[topic, 'unseen']:4}" for topic, _ in tally]
        labels = Counter(split_of(text) for text in _labels())
        totals = Counter(one.split for one in frames.all_frames())
        rest = [f"{'labels':20} {labels['seen']:4} {labels['unseen']:4}"]
        rest.append(f"{'all frames':20} {totals['seen']:4} {totals['unseen']:4}")
        return sorted(set(lines)) + rest
    if what == "labels":
        return sorted(of_split(_labels(), SEEN))
    return list(of_split(_lines(load(what)), SEEN))


def _labels() -> list[str]:
    texts = []
    for name in ("labels_services", "labels_themes", "labels_other"):
        texts += [part for text in _strings(load(name)) for part in parted(text)]
    return list(dict.fromkeys(texts))


def _strings(given: object) -> list[str]:
    if isinstance(given, dict):
        return [text for value in given.values() for text in _strings(value)]
    return [given] if isinstance(given, str) else []


def _lines(given: object) -> list[str]:
    return [line for text in _strings(given) for line in parted(text, "\n")]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.maker", description=(__doc__ or "").splitlines()[0]
    )
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("make", help="write reports and their truth")
    making.add_argument("--out", type=Path, required=True)
    making.add_argument("--reports", type=int, default=8)
    making.add_argument("--seed", type=int, default=1)
    making.add_argument("--split", choices=SPLITS, default=SEEN)
    making.add_argument("--format", default=",".join(batch.FORMATS))
    showing = commands.add_parser("show", help="print the seen half")
    showing.add_argument(
        "what", nargs="?", default="frames", choices=("frames", "labels", "layouts", "distractors", "counts")
    )
    given = parser.parse_args()
    if given.command == "show":
        print("\n".join(show(given.what)))
        return
    for path in batch.write(given.out, [given.split], given.seed, given.reports, given.format.split(",")):
        print(path)


if __name__ == "__main__":
    main()
