"""The procedure of one number: the nearest words that name one, else the report's.

Words that name a client group ('adult social care') speak for its procedure where the law puts its
complaints there or where the report parts its figures by client group; elsewhere they name a service.
"""

from __future__ import annotations

from dataclasses import replace

from extractor.lexicon.settings_book import SettingsBook
from extractor.model.fast_dataclass import fast_dataclass
from extractor.model.sense import NEAR, Sense, rank
from extractor.model.setting import Setting
from extractor.model.types import Label
from extractor.understand.settings.levels import levels, setting
from extractor.understand.settings.report import ReportSettings

STATUTORY = frozenset(("children_statutory", "adult_statutory"))
SERVICES = {"children_statutory": "csc_whole", "adult_statutory": "adult_social_care"}
"""The service that a client group's name stands for."""
_SERVICE_REACH, _NO_HEADING = 8, 5


@fast_dataclass
class Settled:
    """The procedure of a number, and the client group that its words name as a slice, if any."""

    procedure: Setting
    service: Label | None = None


def settle(sense: Sense, stage: Setting, report: ReportSettings, book: SettingsBook) -> Settled:
    """The procedure in force at a number, and the service where a client group is one there.

    Args:
        sense: the labels of the number.
        stage: its stage; 'ombudsman' has a procedure of its own.
        report: what holds for the whole report.
        book: patterns/settings.yaml.
    """
    client = _client(sense, book)
    if stage.code == "ombudsman":
        return Settled(replace(stage, facet="procedure"), _service(client, "ombudsman", report))
    named = _named(sense, client, report, book) or _by_client(client, report, book)
    named = named or _by_client(_section(sense, client), report, book)
    procedure = named or _by_team(sense, report, book) or report.procedure
    if procedure.code == "ombudsman" and stage.code != "all":
        procedure = replace(procedure, code="corporate")  # the council's own stage of an Ombudsman case
    if named is None and procedure.code == "all" and stage.code == "stage_3" and _of_children(client, report):
        procedure = replace(procedure, code="children_statutory", origin="stage", words=stage.words)
    if procedure.code == "children_statutory" and _department(sense, book):
        procedure = Setting("procedure", "corporate", "service", _department(sense, book))
    return Settled(procedure, _service(client, procedure.code, report))


def _of_children(client: Label | None, report: ReportSettings) -> bool:
    """May a third stage be the children's procedure's panel? Some councils' own procedures have three."""
    return "children_statutory" in (report.clients if client is None else {client.code})


def _client(sense: Sense, book: SettingsBook) -> Label | None:
    """The nearest name of a client group; none where two stand equally near."""
    nearest = sense.nearest("client", _SERVICE_REACH)
    if nearest is None:
        return None
    same = [x for x in sense.all("client") if rank(x) == rank(nearest)]
    # 'adult social care' holds 'adult' too: the longer words are the name
    return max(same, key=lambda x: len(x.text)) if len({x.code for x in same}) == 1 else None


def _section(sense: Sense, client: Label | None) -> Label | None:
    """The name of the same client group over the table: 'Adults', above 'Adult Team North'."""
    over = (x for x in sense.all("client", _SERVICE_REACH) if client and x.code == client.code)
    return next((x for x in over if not x.on_axis), None)


def _named(sense: Sense, client: Label | None, report: ReportSettings, book: SettingsBook) -> Setting | None:
    """What the nearest words that name a procedure say; several at once say `all`."""
    found = [x for x in sense.all("procedure") if x.code != "ombudsman"]
    for level in levels(found):
        codes = {_statutory_of(x, client, report, book) for x in level}
        if len(codes) == 2:
            codes.discard("all")  # the total of an axis, in the row or column of one procedure
        if len(codes) == 1:
            return setting("procedure", codes.pop(), level[-1], found)
        last = _statutory_of(level[-1], client, report, book)
        return setting("procedure", last if rank(level[0]) == 0 else "all", level[-1], found)
    return None


def _statutory_of(label: Label, client: Label | None, report: ReportSettings, book: SettingsBook) -> str:
    """Whose statutory procedure words such as 'statutory complaints' mean, if they do not say it."""
    if label.code != "children_statutory" or book.density.names_children(label.text):
        return label.code
    if client is not None and client.code in STATUTORY:
        return client.code
    if len(report.clients) == 1:
        return next(iter(report.clients))
    return "all" if report.kind in ("both", "whole", "corporate") else label.code


def _by_client(client: Label | None, report: ReportSettings, book: SettingsBook) -> Setting | None:
    """The procedure that a client group's name speaks for."""
    if client is None:
        return None
    known = book.client(client.text)
    law = known is not None and known.law
    if client.code not in STATUTORY:
        return setting("procedure", client.code, client) if client.origin == "caption" else None
    if not client.on_axis and (law or report.kind == "both"):
        return setting("procedure", client.code, client)
    return None


def _by_team(sense: Sense, report: ReportSettings, book: SettingsBook) -> Setting | None:
    """In a report that counts both side by side, a social care team's complaints are statutory ones."""
    label = sense.nearest("service_area", NEAR) if report.mixed and len(report.clients) == 1 else None
    if label is None or label.method != "exact" or book.departments.group(label.code) != report.kind:
        return None
    return setting("procedure", next(iter(report.clients)), label)


def _service(client: Label | None, procedure: str, report: ReportSettings) -> Label | None:
    """The client group as the service that a number is about, where it is a part of what is reported."""
    if client is None or client.code not in SERVICES or client.code == procedure:
        return None
    if report.clients == {client.code} or (procedure in ("", "ombudsman") and rank(client) > _NO_HEADING):
        return None
    return replace(client, facet="service_area", code=SERVICES[client.code])


def service_of(sense: Sense, report: ReportSettings, book: SettingsBook) -> Label | None:
    """The client group as a service, for what stands under no procedure (compliments, enquiries)."""
    return _service(_client(sense, book), "", report)


def _department(sense: Sense, book: SettingsBook) -> str:
    """A department that stands under no statutory procedure, named near the number; '' for none."""
    label = sense.nearest("service_area", NEAR)
    if (
        label is None
        or label.on_axis
        or book.departments.group(label.code) in ("children", "adults", "neutral")
    ):
        return ""
    return label.text if label.method == "exact" else ""
