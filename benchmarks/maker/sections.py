"""The sections of a report, in the order that councils use."""

from __future__ import annotations

from benchmarks.maker import crossed
from benchmarks.maker.coding import Scope
from benchmarks.maker.setting import Paragraph
from benchmarks.maker.splits import load, parted, some_of_split
from benchmarks.maker.world import ADULTS, CHILDREN, CORPORATE
from benchmarks.maker.writer import Writer


def body(writer: Writer) -> None:
    """Everything after the title page."""
    procedures = writer.world.procedures
    whole = Scope(procedures[0] if len(procedures) == 1 else "all")
    _front(writer, whole)
    for procedure in procedures:
        _part(writer, Scope(procedure), level=1 if len(procedures) == 1 else 2)
    _besides(writer, whole)
    _back(writer, whole)


def _chance(writer: Writer, of: float) -> bool:
    return writer.rng.random() < of


def _front(writer: Writer, scope: Scope) -> None:
    writer.heading("introduction")
    for _ in range(writer.rng.randint(1, 3)):
        writer.blocks.append(Paragraph(writer.distractor("introduction")))
    if scope.procedure == CHILDREN and _chance(writer, 0.3):
        writer.heading("context")
        writer.prose(("context",), scope)
    for _ in range(writer.rng.choice((0, 0, 1, 2))):
        writer.blocks.append(Paragraph(writer.distractor("service")))
    if _chance(writer, 0.6):
        writer.heading("procedure_text")
        writer.blocks.append(Paragraph(" ".join(writer.distractor("procedure_text") for _ in range(3))))
    if _chance(writer, 0.7):
        writer.heading("summary")
        kind = writer.rng.choice(("tiles", "items", "prose", "tiles"))
        if kind == "tiles":
            writer.tiles(scope)
        elif kind == "items":
            writer.items(("items",), scope, writer.rng.randint(4, 7), "The main figures for the year are:")
        else:
            writer.prose(("received", "compliments"), scope)


def _part(writer: Writer, scope: Scope, level: int) -> None:
    """One procedure's own sections."""
    staged = scope.procedure != ADULTS
    if level == 2:
        pool = some_of_split(parted(load("headings")["parts"][scope.procedure]), writer.split)
        writer.put_heading(writer.rng.choice(pool), 1)
    writer.heading("received", level)
    fraction = ("fractions_received",) if _chance(writer, 0.25) else ()
    writer.prose(("received", *fraction), scope, ("other_council",))
    if _chance(writer, 0.4):
        writer.data("received", scope)
    elif _chance(writer, 0.2) and writer.plan.tables:
        writer.put_table(crossed.quarters(writer.maker, scope, writer.title("quarters")))
    if staged:
        writer.heading("stages", level)
        writer.prose(("stages",), scope, ("procedure_text",))
        writer.data("stages", scope)
        writer.cross("stages", scope)
        if _chance(writer, 0.5):
            writer.heading("escalation", level)
            writer.prose(("escalation",), scope)
    for topic in ("services", "themes", "complainants", "channels", "sex"):
        if _chance(writer, {"services": 0.9, "themes": 0.85, "sex": 0.3}.get(topic, 0.55)):
            _breakdown(writer, topic, scope, level)
    for topic in ("outcomes", "timeliness"):
        if _chance(writer, 0.92):
            _breakdown(writer, topic, scope, level)
    if _chance(writer, 0.3):
        writer.heading("notaccepted", level)
        writer.prose(("notaccepted",), scope)
        writer.data("notaccepted", scope)


def _breakdown(writer: Writer, topic: str, scope: Scope, level: int) -> None:
    """A section about all complaints, or about those of a stage that its heading names."""
    if topic == "complainants" and scope.procedure != CHILDREN:
        return
    own = scope
    name = topic
    has_stages = topic not in ("channels", "sex")
    if scope.procedure != ADULTS and has_stages and _chance(writer, 0.4):
        own, name = Scope(scope.procedure, "stage_1"), f"{topic}_stage"
    writer.heading(name, level, own.stage)
    named = (f"{topic}_named",) if topic in ("outcomes", "timeliness") and own == scope else ()
    if topic == "outcomes" and _chance(writer, 0.3):
        tail = ("items_outcomes", "items_outcomes_rest")
        writer.items(tail, own, 4, "The outcomes of complaints in the year were:")
    else:
        more = {"outcomes": ("closed", "open"), "timeliness": ()}.get(topic, ())
        fraction = (f"fractions_{topic}",) if _chance(writer, 0.25) else ()
        # Sentences that name a stage come last: what follows them could be read as about it.
        writer.prose((topic, *fraction, *(m for m in more if _chance(writer, 0.4)), *named), own)
    if topic == "timeliness" and own.stage == "stage_1" and _chance(writer, 0.4):
        writer.data("bands", own)
    else:
        writer.data(topic, own)
    if topic == "sex":
        for other in ("age", "ethnicity"):
            if _chance(writer, 0.6):
                writer.data(other, own)
    if topic in ("outcomes", "timeliness"):
        writer.cross(topic, own)
    if topic == "outcomes" and scope.procedure == CHILDREN and own == scope and _chance(writer, 0.3):
        writer.prose(("points",), scope)


def _besides(writer: Writer, scope: Scope) -> None:
    """The Ombudsman, compliments, enquiries, money: not split by procedure."""
    single_children = scope.procedure == CHILDREN
    if _chance(writer, 0.85):
        writer.heading("ombudsman")
        writer.prose(("ombudsman",), scope, ("national", "procedure_text"))
        if _chance(writer, 0.7):
            writer.data("ombudsman", scope)
    if single_children and _chance(writer, 0.3):
        writer.heading("representations")
        writer.prose(("representations",), scope)
    if _chance(writer, 0.8):
        writer.heading("compliments")
        writer.prose(("compliments",), scope)
        if scope.procedure != "all" and _chance(writer, 0.6):
            writer.data("compliments", scope)
        for _ in range(writer.rng.randint(0, 2)):
            writer.blocks.append(Paragraph(writer.distractor("quote"), "quote"))
    if _chance(writer, 0.5):
        writer.heading("enquiries")
        writer.prose(("enquiries",), scope)
        writer.data("enquiries", scope)
    if _chance(writer, 0.4):
        writer.heading("money")
        writer.prose(("remedies", "expenditure") if single_children else ("remedies",), scope)
    if single_children and _chance(writer, 0.3):
        writer.heading("advocacy")
        writer.prose(("advocacy",), scope)
    if _chance(writer, 0.25):
        writer.prose(("contacts",), scope)


def _back(writer: Writer, scope: Scope) -> None:
    if _chance(writer, 0.6):
        writer.heading("learning")
        if scope.procedure in (CHILDREN, CORPORATE):
            writer.prose(("recommendations",) if scope.procedure == CHILDREN else (), scope)
        writer.blocks.append(Paragraph(" ".join(writer.distractor("learning") for _ in range(2))))
    if _chance(writer, 0.5):
        writer.heading("case_stories")
        for _ in range(2):
            writer.blocks.append(Paragraph(writer.distractor("story")))
    writer.heading("appendix")
    writer.blocks.append(Paragraph(writer.distractor("closing")))
