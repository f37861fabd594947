"""Who and when: every English council in the ways reports name it, and what must not win."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.identify.council import Authorities, Authority, Identity, identify
from extractor.identify.title import title_of
from extractor.lexicon import rulebook
from extractor.lexicon.authorities_file import AuthoritiesFile
from extractor.lexicon.language_words import words_of
from extractor.model.types import Document, Prose, Table

PATTERNS = Path(__file__).resolve().parent.parent / "patterns" / "authorities.yaml"
WORDS = words_of(rulebook.load(PATTERNS.parent))
UPPER_TIER = ("unitary", "metropolitan", "london_borough", "county")


@lru_cache(maxsize=1)
def authorities() -> Authorities:
    with PATTERNS.open(encoding="utf-8") as file:
        return Authorities(AuthoritiesFile.model_validate(yaml.load(file, Loader=yaml.BaseLoader)), WORDS)


def document(*lines: str, titles: tuple[str, ...] = (), furniture: tuple[str, ...] = ()) -> Document:
    blocks = tuple(Prose(line) for line in lines)
    return Document(blocks, 1, titles, tuple(Prose(f) for f in furniture))


def who(*lines: str, name: str = "report.pdf", **more: tuple[str, ...]) -> Identity:
    return identify(document(*lines, **more), authorities(), name)


def councils() -> list[Authority]:
    return [a for a in authorities().all if a.type in UPPER_TIER]


def year_of(authority: Authority) -> str:
    """A financial year at whose end this very code was valid."""
    if authority.end:
        first = int(authority.end[:4]) - (2 if authority.end[5:] < "03-31" else 1)
    elif authority.start:
        first = int(authority.start[:4]) + 1
    else:
        first = 2018
    return f"{first}/{(first + 1) % 100:02d}"


BODY = (
    "Complaints fall under the Children Act 1989 Representations Procedure (England) Regulations 2006.",
    "Staff visited Brent to compare practice, and one placement was at a school in Bushey, Hertfordshire.",
    "The person lived in Surrey Street, and Mr Kent wrote to the office on Essex Road about Rutland Close.",
    "Reading the complaint helps the manager to respond.",
)

STYLES = {
    "summary": ("{formal}", "CHILDREN SOCIAL CARE COMPLAINTS ANNUAL REPORT {year}"),
    "title": ("{formal} Children's Services Annual Complaints Report {year}",),
    "appendix": (
        "APPENDIX 1",
        "Children Services",
        "Annual Report {year} Complaints and Compliments",
        "{name} Council",
    ),
    "motto": (
        "Putting the people of {name} first",
        "STATUTORY ANNUAL REPORT {year}",
        "CHILDREN AND FAMILIES SERVICES",
    ),
    "vision": (
        "Section 1 – Summary and Recommendations",
        "This report sets out the statutory Complaints Annual Report for {year}.",
        "Working Together to Make a Difference for {name}",
    ),
    "welcome": ("Annual Complaint Report {year}", "Welcome to {formal}'s Annual Report."),
    "capitals": ("{upper} COUNCIL", "ANNUAL REPORT {year}"),
    "service": ("{name} Children's Services", "Complaints and compliments {year}"),
    "borough": ("Annual report {year}", "A care leaver is supported by the {formal}."),
}


@pytest.mark.parametrize("style", STYLES)
def test_every_english_council_in_the_styles_of_real_reports(style: str) -> None:
    wrong = []
    for authority in councils():
        formal = authority.examples[0]
        name = authority.printed[0]
        words = {"formal": formal, "name": name, "upper": name.upper(), "year": year_of(authority)}
        found = who(*(line.format(**words) for line in STYLES[style]), *BODY)
        if (found.authority_code, found.report_period) != (authority.code, words["year"]):
            wrong.append((authority.code, name, found))
    assert not wrong


def test_every_printed_name_and_every_example() -> None:
    wrong = []
    for authority in councils():
        for name in (*(f"{n} Council" for n in authority.printed), *authority.examples):
            found = who(f"{name} Annual Complaints Report {year_of(authority)}", *BODY)
            if found.authority_code != authority.code:
                wrong.append((authority.code, name, found.authority_code))
    assert not wrong


def test_what_is_no_mention() -> None:
    for authority in authorities().all:
        for words in authority.not_:
            keys = {k for m in authorities().mentions(words) for k in m.keys}
            assert authority.key not in keys, words


def test_every_council_from_its_site_name_and_from_its_web_address() -> None:
    for authority in councils():
        period = year_of(authority)
        titled = who(
            f"Annual Complaint Report {period}",
            *BODY,
            titles=(f"Annual Complaint Report | {authority.examples[0]}",),
        )
        assert titled.authority_code == authority.code
        for domain in authority.domains:
            found = who(
                f"Annual report {period}",
                f"See https://www.{domain}/complaints or write to us@{domain}",
                *BODY,
            )
            names = {a.name for a in authorities().by_key[authority.key]}
            assert names & {c for c, _ in found.candidates}


def test_codes_are_those_valid_at_the_end_of_the_year() -> None:
    for name, code_by_year in {
        "Dorset Council": {"2018/19": "E10000009", "2019/20": "E06000059"},
        "Buckinghamshire": {"2019/20": "E06000060", "2018/19": "E10000002"},
        "Somerset Council": {"2022/23": "E06000066", "2021/22": "E10000027"},
        "North Yorkshire Council": {"2021/22": "E10000023", "2023/24": "E06000065"},
        "Gateshead Council": {"2011/12": "E08000020", "2013/14": "E08000037"},
    }.items():
        for year, code in code_by_year.items():
            if name == "Buckinghamshire" and year == "2019/20":
                code = "E10000002"  # the county ran to 31 March 2020, the last day of the year
            if name == "Somerset Council" and year == "2022/23":
                code = "E10000027"
            assert who(f"{name} complaints annual report {year}").authority_code == code, (name, year)


def test_a_year_outside_the_council_s_life_is_an_issue() -> None:
    found = who("Cumbria County Council annual complaints report 2024/25")
    assert found.authority_code == "E10000006"
    assert [i.code for i in found.issues] == ["authority-dates"]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (
            (
                "Annual report 2018/19",
                "Achieving for Children serves Kingston and Richmond boroughs.",
                "Kingston's children's social care complaints go to the Royal Borough of Kingston.",
            ),
            "E09000021",
        ),
        (
            (
                "Annual report 2018/19",
                "Achieving for Children",
                "Complaints in Richmond upon Thames",
                "Richmond Council",
            ),
            "E09000027",
        ),
        (("Birmingham Children's Trust", "Annual complaints report 2020/21"), "E08000025"),
        (("Together for Children", "Annual complaints report 2020/21"), "E08000024"),
        (("Kingston upon Hull City Council 2018/19",), "E06000010"),
        (("Hull City Council complaints 2018/19",), "E06000010"),
        (("North East Lincolnshire Council 2018/19", "We compare ourselves with Lincolnshire."), "E06000012"),
        (
            ("West Northamptonshire Council 2022/23", "Northamptonshire Children's Trust runs the services."),
            "E06000062",
        ),
        (("BCP Council annual complaints report 2020/21",), "E06000058"),
        (("Bournemouth, Christchurch & Poole Council 2020/21",), "E06000058"),
        (("Bournemouth Borough Council 2017/18",), "E06000028"),
        (("ST HELENS BOROUGH COUNCIL 2020/21",), "E08000013"),
        (("St. Helens Council 2020/21",), "E08000013"),
        (("Newcastle City Council 2020/21",), "E08000021"),
        (("City of London Corporation annual complaints report 2020/21",), "E09000001"),
        (("Westminster City Council 2020/21",), "E09000033"),
        (("City of York Council 2020/21",), "E06000014"),
        (("Stockton-on-Tees Borough Council 2020/21",), "E06000004"),
        (("Stoke on Trent City Council 2020/21",), "E06000021"),
        (("RBKC annual complaints report 2020/21",), "E09000020"),
        (
            (
                "Medway Council 2020/21",
                "Mrs Sutton, Head of Complaints",
                "Prepared by Jane Kent and Sarah Barnet",
            ),
            "E06000035",
        ),
        (("Leicester City Council 2020/21", "Leicestershire Partnership NHS Trust"), "E06000016"),
        (("Derby City Council 2020/21", "Derbyshire County Council"), "E06000015"),
        (
            (
                "Complaints report 2020/21",
                "Barnet, Enfield and Haringey were consulted.",
                "Enfield received 40 complaints.",
                "Enfield Council has three stages.",
            ),
            "E09000010",
        ),
    ],
)
def test_which_council_wins(lines: tuple[str, ...], code: str) -> None:
    found = who(*lines)
    assert found.authority_code == code, found


@pytest.mark.parametrize(
    "lines",
    [
        ("Annual complaints report 2018/19", "The Council received 40 complaints."),
        ("Annual complaints report 2018/19", *BODY),
        ("Annual complaints report 2018/19", "Staff visited Brent to compare practice."),
        ("Northamptonshire Children's Trust annual complaints report 2022/23",),
        ("Achieving for Children annual complaints report 2018/19",),
    ],
)
def test_no_council_is_said_so(lines: tuple[str, ...]) -> None:
    found = who(*lines)
    assert found.authority_code == ""
    assert "no-authority" in [i.code for i in found.issues]


def test_the_file_name_comes_last() -> None:
    lines = ("Annual complaints report", "The Council received 40 complaints.")
    found = who(*lines, name="harrow_complaints-2018-19.pdf")
    assert (found.authority_code, found.report_period) == ("E09000015", "2018/19")
    assert {i.code for i in found.issues} == {"authority-from-file-name", "period-from-file-name"}
    other = who(
        "Barnet Council annual complaints report 2019/20", *lines, name="harrow_complaints-2018-19.pdf"
    )
    assert (other.authority_code, other.report_period) == ("E09000003", "2019/20")
    assert {i.code for i in other.issues} == {"authority-disagrees", "period-disagrees"}


@pytest.mark.parametrize(
    "line",
    [
        "City of Cardiff Council",
        "Fife Council",
        "Belfast City Council",
        "Isle of Anglesey County Council",
        "Glasgow City Council",
    ],
)
def test_councils_outside_england_are_out_of_scope(line: str) -> None:
    found = who(
        f"{line} social services annual complaints report 2018/19", "The Council received 40 complaints."
    )
    assert found.out_of_scope and found.authority_code == ""


def test_a_name_without_capitals_counts_on_the_cover() -> None:
    found = who("barnet council", "annual complaints report 2018/19", "reading the report is easy.")
    assert found.authority_code == "E09000003"


def test_two_councils_on_one_cover_are_an_issue() -> None:
    joint = who("Westminster City Council and Camden Council annual complaints report 2018/19")
    assert joint.authority_code == "" and "no-authority" in [i.code for i in joint.issues]
    stacked = who("Westminster City Council", "Camden Council", "Annual complaints report 2018/19")
    assert (stacked.authority_code, [i.code for i in stacked.issues]) == ("E09000033", ["authority-unsure"])


def test_a_district_is_not_its_county() -> None:
    assert who("Stafford Borough Council complaints report 2018/19").authority_code == "E07000197"
    assert (
        who(
            "Staffordshire County Council complaints 2018/19", "Stafford Borough Council agreed."
        ).authority_code
        == "E10000028"
    )


@pytest.mark.parametrize(
    ("lines", "period"),
    [
        (
            (
                "Annual Report 2017 – 2018 Complaints and Compliments",
                "In 2016-17 we",
                "In 2016-17 there",
                "2016-17 was",
            ),
            "2017/18",
        ),
        (
            (
                "Complaints report",
                "This report covers the period 1 April 2017 - 31 March 2018.",
                "In 2016/17 we had 3.",
            ),
            "2017/18",
        ),
        (("Annual complaints report for the year ending 31 March 2019",), "2018/19"),
        (("Annual Complaints Report April 2021 to March 2022", "Priorities for 2022/23"), "2021/22"),
        (
            (
                "Complaints",
                "In 2019/20 there were 40.",
                "In 2019/20 five were upheld, against four in 2018/19.",
            ),
            "2019/20",
        ),
        (
            ("Annual report 2018/19", "Action plan 2019/20", "2019/20", "2019/20", "2019/20", "2019/20"),
            "2018/19",
        ),
    ],
)
def test_which_year(lines: tuple[str, ...], period: str) -> None:
    assert who("Barnet Council", *lines).report_period == period


def test_no_year_is_said_so() -> None:
    found = who("Barnet Council annual complaints report 2019", "The Council received 40 complaints.")
    assert found.report_period == ""
    assert [(i.code, i.severity) for i in found.issues] == [("no-period", "warning")]


def test_two_years_in_the_title_are_an_issue() -> None:
    found = who("Barnet Council", "Annual complaints report 2018/19", "Annual complaints report 2019/20")
    assert found.report_period in ("2018/19", "2019/20")
    assert "period-disagrees" in [i.code for i in found.issues]


TRUE = {
    "harrow-2018-19": ("E09000015", "2018/19"),
    "hartlepool-2020-21": ("E06000001", "2020/21"),
    "havering-2017-18": ("E09000016", "2017/18"),
    "kingston-2017-18": ("E09000021", "2017/18"),
    "staffordshire-2019-20": ("E10000028", "2019/20"),
}


@pytest.mark.parametrize("stem", TRUE)
@pytest.mark.parametrize("suffix", ["txt", "docx", "pdf", "html"])
def test_real_reports_without_their_file_names(shared: Path, stem: str, suffix: str) -> None:
    path = shared / "reports" / f"{stem}.{suffix}"
    if not path.exists():
        pytest.skip(f"there is no {suffix} edition of this report")
    from extractor.read.files import read_bytes

    found = identify(read_bytes(path.read_bytes(), path.name), authorities(), f"report.{suffix}")
    assert (found.authority_code, found.report_period) == TRUE[stem]
    assert not found.issues


def test_without_a_title_the_last_year_of_the_tables_is_the_report_s() -> None:
    from extractor.model.types import Cell, Prose

    years = ("2021/22", "2022/23", "2023/24")
    table = Table(tuple(Cell(year, 0, column) for column, year in enumerate(years)), 1, 3)
    told = (Prose("The 2022/23 report gave 384; some of these were requests for service."), table)
    found = identify(Document((Prose("Barnet Council complaints"), *told)), authorities(), "r.pdf")
    assert found.report_period == "2023/24"
    titled = identify(Document((Prose("Barnet Council complaints 2022/23"), *told)), authorities(), "r.pdf")
    assert titled.report_period == "2022/23"
    caption = replace(table, cells=(Cell("40", 0, 0),), caption="Complaints, 1 April 2024 to 31 March 2025")
    found = identify(Document((Prose("Barnet Council complaints"), *told, caption)), authorities(), "r.pdf")
    assert found.report_period == "2024/25"


def test_tables_alone_can_tell() -> None:
    from extractor.model.types import Cell

    table = Table((Cell("Barnet Council 2018/19", 0, 0), Cell("Barnet Council received", 1, 0)), 2, 1)
    found = identify(Document((table,)), authorities(), "r.pdf")
    assert found.authority_code == "E09000003"


def test_entries_are_disjoint_and_complete() -> None:
    codes = [a.code for a in authorities().all]
    assert len(codes) == len(set(codes))
    assert all(a.region for a in councils())
    assert all(a.examples for a in authorities().all)
    known = set(codes)
    for authority in councils():
        assert set(authority.successor) <= known
        assert bool(authority.successor) == bool(authority.end)


# Every authority of the lists of facts, in the openings of the five reports at hand


def _openings(name: str, year: str) -> dict[str, tuple[str, ...]]:
    first = int(year[:4])
    spell = f"1 April {first} to 31 March {first + 1}"
    return {
        "cabinet paper": (
            "Section 1 – Summary and Recommendations",
            f"This report sets out the statutory Complaints Annual Report for {year}.",
            "The Council’s vision:",
            f"Working Together to Make a Difference for {name}",
            f"Annual Complaints Report for Children and Families Services {year}",
        ),
        "welcome": (
            f"Children's Services Annual Complaint Report {first}-{first + 1}",
            "Contents",
            f"Welcome to {name}'s Annual Report. It covers complaints for the period {spell}.",
        ),
        "appendix": (
            "APPENDIX 1",
            "Children Services",
            f"Annual Report {first} – {first + 1} Complaints and Compliments",
            "Prepared for: Tim Kent, Director Children Services",
            name,
        ),
        "summary": (
            f"CHILDREN SOCIAL CARE COMPLAINTS ANNUAL REPORT {year}",
            f"Complaints are answered by {name}. This report covers the period {spell}.",
        ),
        "motto": (
            "Delivering the Difference Together",
            name.upper(),
            "CUSTOMER FEEDBACK AND COMPLAINTS TEAM",
            f"STATUTORY ANNUAL REPORT {first}-{first + 1}",
            f"This report is for the period {spell}.",
        ),
    }


def _listed(shared: Path) -> list[tuple[str, str]]:
    """(code, official name) of every English council that ever was, districts too."""
    import csv

    with (shared / "domain" / "uk_local_authorities.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["nation"] == "England"]
    return [
        (row["gss_code"], row["official_name"])
        for row in rows
        if row["local_authority_type"] not in ("COMB", "SRA")
    ]


def test_every_listed_council_by_its_official_name(shared: Path) -> None:
    known = {a.code: a for a in authorities().all}
    listed = _listed(shared)
    assert len(listed) > 350 and {code for code, _ in listed} <= known.keys()
    wrong = []
    for code, name in listed:
        year = year_of(known[code])
        for kind, lines in _openings(name, year).items():
            found = who(*lines)
            if (found.authority_code, found.report_period, found.issues) != (code, year, ()):
                wrong.append((code, name, kind, found))
    assert not wrong


def test_every_listed_council_by_its_usual_name(shared: Path) -> None:
    import csv

    known = {a.code: a for a in authorities().all}
    with (shared / "domain" / "authorities.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["new_la_code"] in known]
    assert len(rows) > 165
    wrong = []
    for row in rows:
        code, year = row["new_la_code"], year_of(known[row["new_la_code"]])
        usual = re.sub(r", (?:City|County) of$", "", row["la_name"])
        names = [row["la_name"], *filter(None, row["seen_aliases"].split("|"))]
        short = {"county": "County Council", "metropolitan": "MBC", "london_borough": "LBC"}
        forms = [f"{usual} {short.get(known[code].type, 'Council')}", f"{usual}'s Children's Services"]
        forms += [f"LB {usual}", f"LB of {usual}"] if known[code].type == "london_borough" else []
        for form in (*names, *forms):
            for lines in (
                (f"{form} annual complaints report {year}",),
                ("Annual complaints report", f"Children's social care, {year}", form),
            ):
                found = who(*lines, "In the year 40 complaints were made.")
                if (found.authority_code, found.report_period) != (code, year):
                    wrong.append((code, form, found.authority_code, found.issues))
        headed = who(f"Annual complaints report {year}", furniture=(f"{usual} Council | Page 1",))
        if headed.authority_code != code:
            wrong.append((code, "header", headed.authority_code, headed.issues))
    assert not wrong


def test_initials_web_address_and_trust_of_every_council_that_has_them() -> None:
    wrong = []
    for council in councils():
        year = year_of(council)
        lines = [(f"{i} Council annual complaints report {year}",) for i in council.initials]
        lines += [(f"{i} Children's Services", f"Complaints {year}") for i in council.initials]
        lines += [
            (f"Annual complaints report {year}", f"Write to complaints@{d} or see www.{d}/complaints.")
            for d in council.domains
        ]
        for said in lines:
            found = who(*said)
            if found.authority_code != council.code:
                wrong.append((council.code, said, found.authority_code))
    assert not wrong


def test_a_trust_of_one_council_is_that_council_s() -> None:
    shares: dict[str, set[str]] = {}
    for council in councils():
        for publisher in council.publishers:
            shares.setdefault(publisher, set()).add(council.key)
    assert len(shares) >= 9
    for publisher, keys in shares.items():
        found = who(f"{publisher} annual complaints report 2022/23", "We received 40 complaints.")
        named = {a.key for a in authorities().all if a.code == found.authority_code}
        assert named == (keys if len(keys) == 1 else set()), publisher


@pytest.mark.parametrize(
    ("name", "year", "code"),
    [
        ("Northamptonshire County Council", "2019/20", "E10000021"),
        ("North Northamptonshire Council", "2021/22", "E06000061"),
        ("West Northamptonshire Council", "2021/22", "E06000062"),
        ("Cumbria County Council", "2021/22", "E10000006"),
        ("Cumberland Council", "2023/24", "E06000063"),
        ("Westmorland and Furness Council", "2023/24", "E06000064"),
        ("North Yorkshire County Council", "2022/23", "E10000023"),
        ("North Yorkshire Council", "2023/24", "E06000065"),
        ("Somerset County Council", "2021/22", "E10000027"),
        ("Somerset Council", "2023/24", "E06000066"),
        ("Dorset County Council", "2017/18", "E10000009"),
        ("Dorset Council", "2019/20", "E06000059"),
        ("Bournemouth Borough Council", "2017/18", "E06000028"),
        ("Borough of Poole", "2017/18", "E06000029"),
        ("Bournemouth, Christchurch and Poole Council", "2019/20", "E06000058"),
        ("Buckinghamshire County Council", "2018/19", "E10000002"),
        ("Buckinghamshire Council", "2020/21", "E06000060"),
        ("Bedfordshire County Council", "2007/08", "E10000001"),
        ("Cheshire County Council", "2007/08", "E10000004"),
        ("Gateshead Council", "2010/11", "E08000020"),
        ("Northumberland County Council", "2010/11", "E06000048"),
        ("Northumberland County Council", "2014/15", "E06000057"),
        ("Barnsley Metropolitan Borough Council", "2023/24", "E08000016"),
        ("Barnsley Metropolitan Borough Council", "2025/26", "E08000038"),
        ("Sheffield City Council", "2023/24", "E08000019"),
        ("Sheffield City Council", "2025/26", "E08000039"),
    ],
)
def test_councils_that_were_reorganised_by_date(name: str, year: str, code: str) -> None:
    found = who(f"{name} annual complaints report {year}", "The Council received 40 complaints.")
    assert (found.authority_code, found.report_period, found.issues) == (code, year, ())


def test_neighbours_do_not_win_however_often_they_are_named(shared: Path) -> None:
    import csv

    known = {a.code: a for a in authorities().all}
    with (shared / "domain" / "authorities.csv").open(encoding="utf-8") as file:
        live = {r["old_la_code"]: r["la_name"] for r in csv.DictReader(file) if r["status"] == "live"}
    with (shared / "domain" / "neighbours.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["new_la_code"] in known]
    wrong = []
    for row in rows:
        code, year = row["new_la_code"], year_of(known[row["new_la_code"]])
        near = [live[one] for one in row["neighbour_old_la_codes"].split(";") if one in live]
        own = known[code].examples[0]
        several = [f"Our statistical neighbours are {', '.join(near)}."]
        several += [f"{one} received 30 complaints, and {one} Council upheld three." for one in near]
        often = [f"{near[0]} Council received 70 complaints. {near[0]} Council is our neighbour."] * 4
        for more in (several, often):
            found = who(own, f"Annual complaints report {year}", f"{own} received 40 complaints.", *more)
            if found.authority_code != code:
                wrong.append((code, own, found.authority_name))
    assert not wrong


def test_every_council_outside_england_is_out_of_scope(shared: Path) -> None:
    import csv

    with (shared / "domain" / "uk_local_authorities.csv").open(encoding="utf-8") as file:
        abroad = [
            r for r in csv.DictReader(file) if r["nation"] != "England" and r["current_authority"] == "True"
        ]
    assert len(abroad) == 65
    wrong = []
    for row in abroad:
        name = row["official_name"]
        for lines in (
            (f"{name} annual complaints report 2018/19",),
            (name, "Social services complaints and compliments 2018/19", f"{name} upheld 12 complaints."),
        ):
            found = who(*lines, "Fewer complaints were made than to Leeds City Council.")
            if not found.out_of_scope or found.authority_code:
                wrong.append((name, found.authority_name))
    assert not wrong


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ([("Lancashire County Council", "title"), ("Complaints: annual report 2018/19", "heading")], 1),
        ([("APPENDIX 1", "title"), ("Annual Report Complaints and Compliments", "paragraph")], 1),
        ([("Customer feedback: our year 2023/24", "title"), ("Complaints received", "heading")], 0),
        ([("Our services together", "title"), ("We received 40 complaints in the year.", "paragraph")], 0),
    ],
)
def test_a_report_s_title_names_complaints_or_its_year(lines: list[tuple[str, Any]], title: int) -> None:
    blocks = tuple(Prose(text, kind) for text, kind in lines)
    document = Document(blocks)
    assert title_of(document, rulebook.load(PATTERNS.parent).raw("scope")) == lines[title][0]
