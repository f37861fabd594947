"""Whom to follow, number by number, where second readers and the rules differ in one report."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.check import check_again
from extractor.corrections.codes import council
from extractor.lexicon.rulebook import Rulebook
from extractor.model import contract, row
from extractor.model.observation import of_cells
from extractor.model.records import AnswerRow, IssueRow
from extractor.model.result import ReportResult
from extractor.second_reader import coding as as_coded
from extractor.second_reader.answers import Choice
from extractor.second_reader.coding import CODES, Item, Row, agrees, clause, coding, consistent, sliced
from extractor.second_reader.schema import CANNOT_TELL, NOT_A_FIGURE
from extractor.second_reader.trust import FIGURE, PARTS, REFUSAL, SLICE, Weights, expit, logit
from extractor.understand.coding.confidence import adding_up

RULES = ""
"""The voice of the rules; no reader is called so."""
Lean = Mapping[tuple[str, str, str], float]
"""By question, number and voice, in log odds: what counts for a coding that makes a table add up."""


@dataclass(frozen=True)
class _Decision:
    """One part of one number."""

    winner: Choice | None
    """The reader to follow; None for the rules."""
    share: float
    """How likely the coding that stands is right."""
    differs: bool
    """Does any reader say otherwise than the rules?"""


@dataclass
class Judge:
    """Settles one report."""

    result: ReportResult
    weights: Weights
    book: Rulebook
    issues: list[IssueRow] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    answers: list[AnswerRow] = field(default_factory=list)
    """What each reader says of each number, beside what the rules say."""
    _gone: set[int] = field(default_factory=set)
    _columns: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """observation_id -> columns that a reader has settled."""
    _undecided: list[str] = field(default_factory=list)

    def settled(self, items: Sequence[Item]) -> ReportResult:
        """The result with its rows as the voices leave them."""
        rows, added = self.result.rows(), []
        lean = self._sums(items)
        for item in items:
            now: Row | None = item.row
            if item.at is None:
                now = self._added(item)
                added += [now] if now else []
            elif self._is_no_figure(item):
                self._gone.add(item.at)
                now = None
            elif item.coded:
                now = rows[item.at] = self._recoded(item, lean)
            self.answers += [_kept(item, one, now) for one in item.said]
        if self._undecided:
            ids = ", ".join(dict.fromkeys(self._undecided))
            message = (
                f"Rules and second readers differ, neither is clear, and the rules' coding stands: {ids}."
            )
            self._say("second-reader-undecided", message, "")
        kept = [one for n, one in enumerate(rows) if n not in self._gone]
        return self._finished([*kept, *added], len(added))

    def _say(self, code: str, message: str, page: str) -> None:
        self.issues.append(IssueRow(self.result.source, code, "info", int(page or 0) or None, message))

    def _heard(self, item: Item, part: str) -> list[tuple[Choice, float]]:
        """The readers whose word counts in a part, with what it is worth in log odds."""
        shares = ((one, self.weights.readers.get((one.reader, part))) for one in item.said)
        return [(one, logit(share)) for one, share in shares if share and one.choice != CANNOT_TELL]

    def _added(self, item: Item) -> Row | None:
        """The row of a number that the rules refused, where readers outweigh them."""
        heard = self._heard(item, REFUSAL)
        figure = [one for one, _ in heard if one.codes.get("measure")]
        odds = sum(-worth if one.choice == NOT_A_FIGURE else worth for one, worth in heard)
        odds -= logit(self.weights.rules(item.report, REFUSAL, 0.0))
        if not figure or (odds <= 0 and not len(heard) == len(figure) > 1):
            return None
        best = max(figure, key=lambda one: sum(self.weights.readers.get((one.reader, p), 0.0) for p in PARTS))
        new = self._new_row(item, best, expit(abs(odds)))
        if fault := row.fault_of(new):
            message = f"'{item.printed.raw}' as {best.reader} reads it would break the contract: {fault}."
            self._say("answer-not-valid", message, item.row["page"])
            return None
        self.counts["added"] += 1
        return new

    def _new_row(self, item: Item, choice: Choice, figure: float) -> Row:
        coverage, said = self.result.coverage, coding(choice)
        identity = f"{self.result.sha256}|{item.question}|{item.number}"
        for part in PARTS:
            figure *= self.weights.readers.get((choice.reader, part), 0.5)
        new = dict.fromkeys(contract.OBSERVATION_COLUMNS, "") | item.row
        new |= {
            "observation_id": hashlib.sha256(identity.encode()).hexdigest()[:16],
            "authority_code": coverage.authority_code,
            "authority_name": coverage.authority_name,
            "publisher_code": coverage.authority_code,
            "report_period": coverage.report_period,
            "source_file": item.report,
            "period": said.get("period") or coverage.report_period,
            "procedure": said.get("procedure") or "all",
            "stage": said.get("stage") or "all",
            "measure": said["measure"],
            "unit": said.get("unit") or item.row["unit"],
            "comparable": "with_care",
            "second_reading": "differs",
            "because": f"second reader: {choice.reader} reads a figure (rules: {item.printed.why})",
            "confidence": f"{figure:.2f}",
        }
        self._slice(new, said, choice)
        self._rest(new, said, None)
        return new

    def _is_no_figure(self, item: Item) -> bool:
        """Do readers who say so outweigh the rules? Then the row goes, and an Issue keeps it."""
        heard = self._heard(item, FIGURE)
        against = [one for one, _ in heard if one.choice == NOT_A_FIGURE]
        odds = sum(-worth if one in against else worth for one, worth in heard)
        odds += logit(self.weights.rules(item.report, FIGURE, float(item.row["confidence"])))
        if not against or (odds > 0 and not len(heard) == len(against) > 1):
            return False
        message = (
            f"{item.printed.raw} is no figure, says {', '.join(one.reader for one in against)}; "
            f"the rules read {as_coded.told(item.row)}. Printed: {item.row['evidence'][:120]}"
        )
        self._say("second-reader-no-figure", message, item.row["page"])
        self.counts["removed"] += 1
        return True

    def _recoded(self, item: Item, lean: Lean) -> Row:
        """The row as the voices leave it."""
        old, new, clauses = item.row, dict(item.row), []
        decisions = {part: self._decided(item, part, lean) for part in PARTS}
        for part, made in decisions.items():
            if made.winner is None:
                continue
            said = coding(made.winner)
            if part == SLICE:
                self._slice(new, said, made.winner)
                clauses.append(clause(made.winner, "slice", "", sliced(old)))
            else:
                new[part] = said[part]
                clauses.append(clause(made.winner, part, new[part], old[part]))
        clauses += self._whose(item, new)
        if clauses:
            new |= consistent({name: new[name] for name in CODES})
            self._rest(new, coding(decisions["measure"].winner or item.coded[0]), old)
        differs = any(made.differs for made in decisions.values()) or bool(clauses)
        clauses += [each for one in item.coded if (each := _not_followed(one, old, decisions))]
        names = ", ".join(sorted({one.reader for one in item.coded}))
        clauses = clauses or [f"second reader: {names} agrees"]
        new["because"] = "; ".join(filter(None, (old["because"], *clauses)))
        new["second_reading"] = "differs" if differs else "agrees"
        new["confidence"] = self._confidence(item, decisions, differs)
        if row.fault_of(new):
            return old
        self.counts[new["second_reading"]] += 1
        changed = {name for name in (*CODES, *contract.DIMENSIONS, "change_of") if new[name] != old[name]}
        if changed:
            self._columns[new["observation_id"]] |= changed
            self.counts["recoded"] += 1
        return new

    def _confidence(self, item: Item, decisions: Mapping[str, _Decision], differs: bool) -> str:
        old = item.row["confidence"]
        if not any(self._heard(item, part) for part in PARTS):
            return old
        sure = 1.0
        for made in decisions.values():
            sure *= made.share
        return f"{sure if differs else max(sure, float(old)):.2f}"

    def _decided(self, item: Item, part: str, lean: Lean) -> _Decision:
        own = float(item.row["confidence"])
        rules = logit(self.weights.rules(item.report, part, own))
        rules += lean.get((item.question, item.number, RULES), 0.0)
        groups: list[tuple[Choice, float, int]] = []
        differs = False
        for one in item.coded:
            said = coding(one)
            same = agrees(part, said, item.row)
            differs |= same is False
            share = self.weights.readers.get((one.reader, part))
            if same is None or share is None:
                continue
            worth = logit(share) + lean.get((item.question, item.number, one.reader), 0.0)
            if same:
                rules += worth
                continue
            n = next((n for n, g in enumerate(groups) if agrees(part, said, coding(g[0]))), len(groups))
            first, odds, count = groups[n] if n < len(groups) else (one, 0.0, 0)
            groups[n : n + 1] = [(first, odds + worth, count + 1)]
        if not groups:
            return _Decision(None, expit(rules), differs)
        best, odds, count = max(groups, key=lambda group: group[1])
        clear = self.weights.book.clear
        if odds - rules >= clear or (count > 1 and len(groups) == 1):
            return _Decision(best, expit(odds - max(rules, 0.0)), True)
        if rules - odds < clear:
            self._undecided.append(item.row["observation_id"])
        return _Decision(None, expit(rules - max(odds, 0.0)), True)

    def _whose(self, item: Item, new: Row) -> list[str]:
        """The council that a reader gives the number to."""
        for one, _ in self._heard(item, FIGURE):
            code = one.codes.get("authority_code")
            if code and code != new["authority_code"]:
                said = clause(one, "whose", code, new["authority_code"])
                new["authority_code"], new["authority_name"] = code, council(code, self.book)
                return [said]
        return []

    def _slice(self, new: Row, said: Mapping[str, str], choice: Choice) -> None:
        """The dimensions as a reader has them, each with the printed words that it rests on."""
        old = {d: new[f"{d}_label"] for d in contract.DIMENSIONS if new[f"{d}_label"]}
        spare = next((label for d, label in old.items() if not said[d]), new["published_label"])
        for name in contract.DIMENSIONS:
            new[name] = said[name]
            words = choice.labels.get(name) or old.get(name) or spare
            new[f"{name}_label"] = words if said[name] else ""

    def _rest(self, new: Row, said: Mapping[str, str], old: Row | None) -> None:
        """What follows from the measure: the thing counted, and the measure that changed."""
        if old is None or (new["measure"], new["procedure"]) != (old["measure"], old["procedure"]):
            thing = self.book.raw("second_reader").counts.get(new["measure"], "")
            case = new["procedure"] == "ombudsman" and thing == "complaint"
            new["unit_of_count"] = said.get("unit_of_count") or ("case" if case else thing)
        if new["unit"] == "gbp":
            new["unit_of_count"] = ""
        before = new["change_of"] or said.get("change_of") or "complaints_received"
        new["change_of"] = before if new["measure"] == "change" else ""
        code = said.get("authority_code")
        if old is None and code:
            new["authority_code"], new["authority_name"] = code, council(code, self.book)

    def _sums(self, items: Iterable[Item]) -> Lean:
        """For each number, the voices by whose coding it adds up with others where others' does not."""
        tables: dict[str, list[Item]] = defaultdict(list)
        for one in items:
            if one.at is not None:
                tables[one.question].append(one)
        found: dict[tuple[str, str, str], float] = {}
        for question, own in tables.items():
            codings = {RULES: [one.row for one in own]}
            for reader in {said.reader for one in own for said in one.coded}:
                codings[reader] = [as_coded.as_read(one, reader) for one in own]
            sums = {voice: adding_up([of_cells(one) for one in rows]) for voice, rows in codings.items()}
            for n, one in enumerate(own):
                adding = [voice for voice, those in sums.items() if n in those]
                if len(adding) < len(sums):
                    found |= {(question, one.number, voice): self.weights.book.adds_up for voice in adding}
        return found

    def _finished(self, after: Sequence[Row], added: int) -> ReportResult:
        """The result with these rows, and with the checks that rest on rows made anew."""
        rows, checks = tuple(map(of_cells, after)), self.result.checks
        if self._gone or self._columns or added:
            again = check_again(self.result, rows, self._columns, self.book.raw("checks"))
            rows, checks = again.rows, again.checks
        return self.result.settled(rows, checks, len(self._gone) - added)


def _kept(item: Item, choice: Choice, now: Row | None) -> AnswerRow:
    """An answer with what the rules say where it differs, and what came of it."""
    said, refused = coding(choice), item.at is None
    differing = (
        [] if refused or not choice.codes else [p for p in PARTS if agrees(p, said, item.row) is False]
    )
    was = item.printed.why if refused else "; ".join(_columns_of(differing, said, item.row))
    if choice.choice == NOT_A_FIGURE:
        settled = ("agrees" if refused else "followed") if now is None else "not_followed"
        was = was or as_coded.told(item.row)
    elif not choice.codes:
        settled = CANNOT_TELL
    else:
        followed = [
            now is not None and agrees(part, said, now) is not False for part in differing or [FIGURE]
        ]
        settled = "followed" if all(followed) else "partly" if any(followed) else "not_followed"
        settled = "agrees" if not refused and not differing else settled
    row_id = (now or item.row).get("observation_id", "")
    return AnswerRow(item.report, item.question, item.number, choice.reader, row_id, item.printed.raw,
                     choice.choice, choice.words, was, settled)  # fmt: skip


def _columns_of(parts: Sequence[str], said: Row, old: Row) -> Iterable[str]:
    """'column=code' of the rules for each column of these parts in which a reader says otherwise."""
    for part in parts:
        for name in contract.DIMENSIONS if part == SLICE else (part,):
            if said.get(name, "") != old[name]:
                yield f"{name}={old[name]}"


def _not_followed(choice: Choice, old: Row, decisions: Mapping[str, _Decision]) -> str:
    """What a reader says that does not stand."""
    said = coding(choice)
    parts = [
        f"{part}={sliced(said) if part == SLICE else said[part]}"
        for part, made in decisions.items()
        if made.winner is None and agrees(part, said, old) is False
    ]
    return f"second reader {choice.reader} is not followed: {', '.join(parts)}" if parts else ""
