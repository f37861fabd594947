"""What each check must and must not say: small reports, one line each."""

from __future__ import annotations

import pytest
from test_checks import ABOUT, BOOK, of_rows, row, said

from extractor.check import Text, check_report
from extractor.model.observation import of_cells
from extractor.model.types import Block, Cell, Document, Prose, Table

SHORT = {
    "rec": "complaints_received",
    "dec": "complaints_decided",
    "resp": "complaints_responded",
    "inv": "complaints_investigated",
    "open": "complaints_open",
    "esc": "complaints_escalated",
    "no": "complaints_not_accepted",
    "find": "findings_decided",
    "svc": "service_area",
    "out": "outcome",
    "time": "timeliness",
    "s1": "stage_1",
    "s2": "stage_2",
    "s3": "stage_3",
    "rep": "representation",
    "omb": "ombudsman",
    "up": "upheld",
    "part": "partially_upheld",
    "not": "not_upheld",
    "gone": "withdrawn",
    "still": "outstanding",
    "in": "within_timescale",
    "late": "over_timescale",
    "d10": "within_10_days",
    "d11": "days_11_to_20",
    "d20": "over_20_days",
}


def lines(text: str) -> list[dict[str, str]]:
    """Rows parted by ';', their words shortened; '~' before a value says that it is about so much."""
    made = []
    for n, line in enumerate(filter(None, (one.strip() for one in text.split(";")))):
        words = [
            "=".join(SHORT.get(part, part) for part in word.split("=")) if word != "=" else word
            for word in line.split()
        ]
        about = words[-1].startswith("~")
        words[-1] = words[-1].lstrip("~")
        one = row(" ".join(words).replace("change:", "change:complaints_"), n)
        if words[0].startswith("p"):  # what stands in one sentence has its words in common
            one["published_label"] = words[0]
        made.append(one | {"value_status": "approximate"} if about else one)
    return made


def told(code: str, text: str, **cells: str) -> list[str]:
    """'printed computed severity' of what a check says of rows; `cells` are put into all of them."""
    found = of_rows([one | cells for one in lines(text)])
    return [f"{c['printed']} {c['computed']} {c['severity']}" for c in found if c["check"] == code]


TWO = "t1 rec s1 svc=adoption = 40; t1 rec s1 svc=fostering = 12; "
TIMES = "t1 resp s1 time=d10 = 15; t1 resp s1 time=d11 = 28; t1 resp s1 time=d20 = 47; "

BREAKDOWN = [
    (TWO + "t1 rec s1 = 53", ["53 52 warning"]),
    (TWO + "t1 rec s1 = 54", ["54 52 error"]),
    (TWO + "t1 rec s1 = 74", ["74 52 error"]),
    (TWO + "t1 rec s1 = 75", []),
    (TWO + "t1 rec s1 = ~54", []),
    (TWO + "t1 rec s1 = 0", []),
    (TWO + "t2 rec s1 = 54", ["54 52 error"]),
    (TWO + "t2 rec s1 = 60", []),
    (TWO + "t2 rec s1 = 48", ["48 52 error"]),
    (TWO + "t2 rec all = 50", []),
    (TWO.replace("s1", "all") + "t2 rec s1 = 50", ["50 52 error"]),
    (TWO.replace("= 12", "= ~12") + "t1 rec s1 = 54", []),
    ("p1 rec s1 svc=adoption = 40; p1 rec s1 svc=fostering = 12; p1 rec s1 = 50", []),
    ("t1 rec s1 theme=delay = 40; t1 rec s1 theme=staff = 12; t2 rec s1 = 50", []),
    ("t1 rec s1 theme=delay = 40; t1 rec s1 theme=staff = 12; t1 rec s1 = 50", ["50 52 error"]),
    ("t1 rec s1 theme=delay = 40; t1 rec s1 theme=staff = 12; t2 rec s1 = 51", ["51 52 warning"]),
    ("t1 dec s1 out=up = 20; t1 dec s1 out=not = 30; t1 dec s1 out=still = 6; t1 dec s1 = 50", []),
    ("t1 dec s1 out=up = 20; t1 dec s1 out=not = 30; t1 dec s1 out=gone = 6; t1 dec s1 = 50", []),
    (
        "t1 dec s1 out=up = 20; t1 dec s1 out=not = 30; t1 dec s1 out=still = 6; t1 dec s1 out=gone = 4; "
        "t1 dec s1 = 50",
        [],
    ),
    ("t1 dec s1 out=up = 20; t1 dec s1 out=not = 30; t1 dec s1 = 52; t2 rec s1 = 50", ["52 50 error"]),
    (
        "t1 dec s1 out=up = 20; t1 dec s1 out=not = 30; t1 dec s1 out=gone = 6; t1 dec s1 = 53; "
        "t2 rec s1 = 56",
        [],
    ),
    (
        "t1 dec s1 out=up = 20; t1 dec s1 out=not = 30; t1 dec s1 out=gone = 6; t1 dec s1 = 53",
        ["53 56 error"],
    ),
    ("t1 resp s1 time=within_10_days = 20; t1 resp s1 time=within_20_days = 30; t1 resp s1 = 52", []),
    (
        "t1 rec s1 svc=adoption = 40; t1 rec s1 = 42; t2 rec s1 svc=fostering = 12; t2 rec s1 = 13",
        [],
    ),
]
PERCENT_SUM = [
    ("t1 dec s1 out=up = 40%; t1 dec s1 out=not = 63%", ["103 100 warning"]),
    ("t1 dec s1 out=up = 40%; t1 dec s1 out=not = 66%", ["106 100 error"]),
    ("t1 dec s1 out=up = 40%; t1 dec s1 out=not = 65%", ["105 100 warning"]),
    ("t1 dec s1 out=up = 40%; t1 dec s1 out=not = 61%", []),
    ("t1 dec s1 out=up = 40%; t1 dec s1 out=not = 62%", ["102 100 warning"]),
    ("t1 dec s1 out=up = 40.0%; t1 dec s1 out=not = 60.5%", []),
    ("t1 dec s1 out=up = 40.0%; t1 dec s1 out=not = 60.7%", ["100.7 100 warning"]),
    ("t1 dec s1 out=up = 40%; t1 dec s1 out=not = 85%", ["125 100 error"]),
    ("t1 dec s1 out=up = 40%; t1 dec s1 out=not = 86%", []),
    ("t1 dec s1 out=up = 40%; t1 dec s1 out=not = 40%", ["80 100 error"]),
    ("t1 dec s1 out=up = 40%; t1 dec s1 out=not = 39%", []),
    ("t1 dec s1 out=up = 40%; t1 dec s1 out=not = ~63%", []),
    ("p1 dec s1 out=up = 40%; p1 dec s1 out=not = 63%", []),
    ("t1 rec s1 theme=delay = 40%; t1 rec s1 theme=staff = 63%", []),
    ("t1 rec s1 svc=adoption = 40%; t1 rec s1 svc=fostering = 63%", ["103 100 warning"]),
    ("t1 rec s1 svc=adoption = 40%; t1 rec s1 svc=fostering = 50%", []),
    ("t1 change:received s1 svc=adoption = 40%; t1 change:received s1 svc=fostering = 63%", []),
    ("t1 dec s1 out=up = 40%; t1 dec s1 out=not = 50%; p1 open s1 = 10%", []),
    ("t1 dec s1 out=up = 40%; t1 dec s1 out=not = 50%; p1 open s1 = 12%", []),
    ("t1 dec s1 out=up = 40%; t1 dec s1 out=not = 50%; p1 open s1 = 13%", ["90 100 error"]),
    ("t1 dec s1 out=up = 40%; t1 dec s1 out=not = 50%; p1 open s1 = 5; p1 rec s1 = 50", []),
    ("t1 dec s1 svc=adoption out=up = 40%; t1 dec s1 svc=fostering out=up = 63%", []),
    ("t1 esc s2 svc=adoption = 40%; t1 esc s2 svc=fostering = 63%", []),
]
CHANGE = [
    ("t1 rec s1 = 60; t1 rec s1 2017/18 = 50; t1 change:received s1 = 20%", []),
    ("t1 rec s1 = 60; t1 rec s1 2017/18 = 50; t1 change:received s1 = 21%", ["21 20.0 error"]),
    ("t1 rec s1 = 61; t1 rec s1 2017/18 = 51; t1 change:received s1 = 20%", []),
    ("t1 rec s1 = 58; t1 rec s1 2017/18 = 49; t1 change:received s1 = 19%", ["19 18.4 warning"]),
    ("t1 rec s1 = 60; t1 rec s1 2017/18 = 50; t1 change:received s1 = 10", []),
    ("t1 rec s1 = 60; t1 rec s1 2017/18 = 50; t1 change:received s1 = 11", ["11 10 error"]),
    ("t1 rec s1 = 40; t1 rec s1 2017/18 = 50; t1 change:received s1 = 20%", ["20 -20.0 error"]),
    ("t1 rec s1 = 60; t1 rec s1 2017/18 = 0; t1 change:received s1 = 21%", []),
    ("t1 rec s1 = 60; t1 rec s1 2017/18 = 50; t1 change:received s1 = ~25%", []),
    ("t1 rec s1 = 60; t1 rec s1 2016/17 = 50; t1 change:received s1 = 25%", []),
    ("t1 rec s1 = 60; t1 rec s1 2017/18 = 50; p1 change:received s1 = 25%", ["25 20.0 error"]),
    ("p1 rec s1 = 60; p2 rec s1 2017/18 = 50; p3 change:received s1 = 25%", []),
    (
        "t1 rec s1 = 60; t1 rec s1 2017/18 = 50; t2 rec s1 = 63; t1 change:received s1 = 26%",
        ["26 20.0 error"],
    ),
    ("t1 rec s1 = 60; t1 rec s1 2017/18 = 50; t2 rec s1 = 63; t3 change:received s1 = 26%", []),
]
POINTS = [
    (
        "p1 resp s1 time=in 2017/18 = 66%; p1 resp s1 time=in = 50%; p2 change:responded s1 time=in = 16%",
        [],
    ),
    (
        "p1 dec s1 out=up 2017/18 = 50%; p1 dec s1 out=up = 60%; p2 change:decided s1 out=up = 10%",
        ["10 20.0 warning"],
    ),
    (
        "p1 dec s2 out=up 2017/18 = 50%; p1 dec s2 out=up = 60%; p2 change:decided s1 out=up = 10%",
        [],
    ),
]
SAME = [
    ("t1 rec s1 = 51; p2 rec s1 = 58", ["51 58 error"]),
    ("p1 rec s1 = 51; p2 rec s1 = 58", []),
    ("t1 rec s1 = 40; t2 rec s1 = 60", ["40 60 error"]),
    ("t1 rec s1 = 40; t2 rec s1 = 61", []),
    ("t1 rec s1 = 51; t2 rec s1 = 58; t3 rec s1 = 58", ["58 51 error"]),
    ("t1 rec s1 = 51; t2 rec s1 = 58; t3 rec s1 = 51; t3 rec s1 = 58", []),
    ("t1 dec s1 out=up = 40.0%; t2 dec s1 out=up = 40.5%", []),
    ("t1 dec s1 out=up = 40%; t2 dec s1 out=up = 41%", ["40 41 error"]),
    ("t1 rec s1 = ~51; t2 rec s1 = 58", []),
    ("t1 context s1 = 51; t2 context s1 = 58", []),
    ("t1 rec s1 = 51; t2 rec s1 = 58; t3 no s1 = 7", []),
    ("t1 rec s1 = 51; t2 rec s1 = 58; t3 no s1 = 8", ["51 58 error"]),
    ("t1 rec s1 = 51; t2 rec s1 = 58; t3 no all = 7", []),
    ("t1 rec s1 = 51; t2 rec s2 = 50; t3 rec s1 2017/18 = 60", []),
]
BALANCE = [
    ("t1 rec s1 = 90; t2 dec s1 = 80", ["90 80 info"]),
    ("t1 rec s1 = 90; t2 dec s1 = 90", []),
    ("t1 rec s1 = 90; t2 dec s1 = 80; p1 open s1 = 10", []),
    ("t1 rec s1 = 90; t2 dec s1 = 80; p1 open all = 10", []),
    ("t1 rec s1 = 90; t2 dec s1 = 80; p1 open s1 = 9", ["90 80 info"]),
    ("t1 rec s1 = 90; t2 dec s1 = 80; p1 no s1 = 10", []),
    ("t1 rec s1 = 90; t2 dec s1 = 63", ["90 63 info"]),
    ("t1 rec s1 = 90; t2 dec s1 = 62", []),
    ("t1 rec s1 = 90; t2 dec s1 = 80; t2 dec s1 out=gone = 4; p1 open s1 = 6", []),
    ("t1 rec s1 = 90; p2 dec s1 = 80", []),
    ("t1 rec s1 = 90; t2 dec s1 out=up = 30; t2 dec s1 out=not = 50", ["90 80 info"]),
    ("t1 rec s1 = 90; t2 dec s1 out=up = 30; t2 dec s1 out=not = ~50", []),
    ("t1 rec omb = 90; t2 dec omb = 80", []),
    ("t1 rec s1 = 50; t1 inv s1 = 30; t1 no s1 = 20", []),
    ("t1 rec s1 = 50; t1 inv s1 = 30; t1 no s1 = 15", ["50 45 error"]),
    ("t1 rec s1 = 50; t1 inv s1 = 30; t1 no s1 = 4", []),
    ("t1 rec s1 = 50; t1 inv s1 = 30; t1 no s1 = 5", ["50 35 error"]),
    ("t1 rec s1 = 50; t1 inv s1 = 40", ["50 40 info"]),
    ("t1 rec s1 = 50; t1 inv s1 = 39", []),
    ("t1 rec s1 = 50; t1 inv s1 = 50", []),
    ("t1 rec all = 50; t1 inv all = 40", []),
    ("t1 rec s2 = 18; t1 esc s2 = 3; t2 dec s2 = 21", []),
]
POPULATION = [
    ("t1 rec s1 = 90; t2 dec s1 = 95", ["95 90 warning"]),
    ("t1 rec s1 = 90; t2 dec s1 = 136", ["136 90 warning"]),
    ("t1 rec s1 = 90; t2 dec s1 = 137", []),
    ("t1 rec s1 = 90; t2 dec s1 = 90; p1 open s1 = 5", ["90 85 error"]),
    ("t1 rec s1 = 90; t2 dec s1 = 90", []),
    ("t1 rec s1 = 90; t2 dec s1 out=up = 40; t2 dec s1 out=not = 45; t2 dec s1 out=still = 5", []),
    ("t1 rec s1 = 90; t2 resp s1 = 90; t3 dec s1 out=gone = 4; p1 open s1 = 5", ["90 81 error"]),
    ("t1 rec all = 90; t2 rec s1 = 96; t3 dec all = 95", []),
    ("t1 resp s1 time=in = 40%; t1 resp s1 time=late = 60%; p1 open s1 = 8%", ["100 92 warning"]),
    ("t1 resp s1 time=in = 40%; t1 resp s1 time=late = 60%; p1 open s1 = 8", ["100 8 warning"]),
    ("t1 resp s1 time=in = 40%; t1 resp s1 time=late = 60%; p1 open s1 = 0%", []),
    ("t1 resp s1 time=in = 40%; t1 resp s1 time=late = 62%; p1 open s1 = 8%", []),
    ("t1 resp s1 time=in = 40%; t1 resp s1 time=still = 60%; p1 open s1 = 8%", []),
    (
        "t1 resp s1 time=in = 40%; t1 resp s1 time=late = 50%; t1 resp s1 time=still = 10%; p1 open s1 = 8%",
        [],
    ),
    ("t1 rec s1 = 90; t2 dec s1 = 90; p1 open s1 2019-03-31 = 5", ["90 85 error"]),
    ("t1 rec s1 = 90; t2 dec s1 = 90; p1 open s1 2019-04-01 = 5", ["90 85 error"]),
    ("t1 rec s1 = 90; t2 dec s1 = 90; p1 open s1 2018-03-31 = 5", []),
]
SMALL = [
    ("t1 rec s1 sex=male = 5", ["5 5 warning"]),
    ("t1 rec s1 sex=male = 6", []),
    ("t1 rec s1 sex=male = 1", ["1 5 warning"]),
    ("t1 rec s1 sex=male = 0", []),
    ("t1 rec s1 sex=unknown = 2", []),
    ("t1 rec s1 svc=adoption = 2", []),
    ("t1 rec s1 sex=male = 3%", []),
    ("t1 context s1 sex=male = 3", []),
    ("t1 rec s1 sex=male = 4; t1 rec s1 sex=female = 2", ["2 5 warning"]),
    ("t1 rec s1 sex=male = 4; t2 rec s1 sex=female = 2", ["2 5 warning", "4 5 warning"]),
    ("t1 rec s1 sex=male = 4; t1 rec s2 sex=female = 2", ["2 5 warning", "4 5 warning"]),
    ("t1 rec s1 sex=male = 4; t1 rec s1 2017/18 sex=female = 2", ["2 5 warning", "4 5 warning"]),
]
IMPLAUSIBLE = [
    ("t1 rec s1 = 60000", []),
    ("t1 rec s1 = 60001", ["60001  warning"]),
    ("t1 contacts_received s1 = 60001", []),
    ("t1 rec s1 = 20; t2 dec s1 = 30", []),
    ("t1 rec s1 = 20; t2 dec s1 = 31", ["31 20 warning"]),
    ("t1 rec s1 = 5; t2 dec s1 = 9", []),
    ("t1 rec s1 = 6; t2 dec s1 = 10", ["10 6 warning"]),
    ("t1 rec s1 = 18; t2 rec s2 = 18", []),
    ("t1 rec s1 = 18; t2 rec s2 = 19", ["19 18 warning"]),
    ("t1 rec s1 = 8; t2 rec s2 = 9", []),
    ("t1 rec s1 = 8; t2 rec s2 = 10", ["10 8 warning"]),
    ("t1 rec s2 = 19", []),
    ("t1 rec all = 20; t2 rec s1 = 30", []),
    ("t1 rec all = 20; t2 rec s1 = 31", ["20 31 warning"]),
    ("t1 rec all = 3; t2 rec s1 = 9", []),
    ("t1 rec s1 = 50; t1 rec s1 2017/18 = 5", ["50 5 warning"]),
    ("t1 rec s1 = 5; t1 rec s1 2017/18 = 50", ["5 50 warning"]),
    ("t1 rec s1 = 49; t1 rec s1 2017/18 = 4", []),
    ("t1 rec s1 = 59; t1 rec s1 2017/18 = 6", []),
    ("t1 rec s1 = 59; t1 rec s1 2017/18 = 0", []),
    ("t1 rec s1 = 59; t1 rec s1 2016/17 = 5", []),
]
OMBUDSMAN = [
    ("t1 dec omb out=no_maladministration = 4; t1 rec omb = 3", ["4  error"]),
    ("t1 dec omb out=no_maladministration = 4; t1 rec omb = 4", ["4 4 error"]),
    ("t1 dec omb out=no_maladministration 2014/15 = 4", ["4  error"]),
    ("t1 dec omb out=no_maladministration 2013/14 = 4", []),
    ("t1 dec omb out=premature = 4", ["4  warning"]),
    ("t1 dec omb out=premature = 4; t1 dec omb out=local_settlement = 1", ["5  error"]),
    ("t1 dec omb out=no_maladministration = 0", []),
    ("t1 dec s1 out=no_maladministration = 4", []),
    ("t1 dec omb out=no_maladministration = 4; p1 dec omb out=local_settlement = 2", ["4  error"]),
    ("t1 dec omb out=not = 4; t1 dec omb out=up = 2; p1 inv omb = 6", []),
    ("t1 dec omb out=not = 4; t1 dec omb out=up = 2; t1 inv omb = 5", []),
    ("p2 dec omb out=not = 4; p2 dec omb out=up = 2; p1 inv omb = 3", []),
    ("t1 dec omb out=gone = 4; t1 dec omb out=up = 2; p1 inv omb = 3", []),
]
INFEASIBLE = [
    ("t1 rec s1 = 51; p1 resp s1 time=in = 90%", []),
    ("t1 rec s1 = 19; p1 resp s1 time=in = 88%", []),
    ("t1 rec s1 = 20; p1 resp s1 time=in = 88%", ["88 17 warning"]),
    ("t1 rec s1 = 19; t2 resp s1 time=in = 88%", ["88 17 warning"]),
    ("p2 rec s1 = 51; p1 resp s1 time=in = 89%", []),
    ("t1 rec s1 = 51; p1 resp s2 time=in = 89%", []),
    ("t1 rec s1 = 51; p1 resp s1 time=in = 101%", []),
    ("t1 rec s1 = 51; t2 dec s1 = 53; p1 resp s1 time=in = 89%", []),
    ("t1 rec s1 = 51; t2 rec s1 = 53; p1 resp s1 time=in = 89%", ["89 53 warning"]),
]
RECOMPUTE = [
    ("t1 dec s1 out=up = 10; t1 dec s1 = 40; t1 dec s1 out=up = 25%", []),
    ("t1 dec s1 out=up = 10; t1 dec s1 = 40; t1 dec s1 out=up = 26%", ["26 25.0 warning"]),
    ("t1 dec s1 out=up = 10; t1 dec s1 = 40; t1 dec s1 out=up = 27%", ["27 25.0 error"]),
    ("t1 dec s1 out=up = 10; t1 dec s1 = 40; t1 dec s1 out=up = ~27%", []),
    ("t1 dec s1 out=up = 10; t1 rec s1 = 40; t1 dec s1 out=up = 27%", ["27 25.0 error"]),
    ("t1 dec s1 out=up = 5; t1 dec s1 = 40; t1 dec s1 out=up = 12%", []),
    ("t1 dec s1 out=up = 5; t1 dec s1 = 40; t1 dec s1 out=up = 13%", []),
    ("t1 dec s1 out=up = 10; t1 dec s1 = 40; p1 dec s1 out=up = 30%", ["30 25.0 warning"]),
    ("t1 dec s1 out=up = 10; t1 dec s1 = 40; p1 dec s1 out=up = 37%", ["37 25.0 warning"]),
    ("t1 dec s1 out=up = 10; t1 dec s1 = 40; p1 dec s1 out=up = 38%", []),
    ("t1 dec s1 out=up = 10; t1 dec s1 = 40; t2 dec s1 = 44; p1 dec s1 out=up = 25%", ["25 22.7 error"]),
    ("t1 dec s1 out=up = 10; t1 dec s1 = 40; t2 dec s1 = 41; p1 dec s1 out=up = 25%", []),
    ("t1 rec s1 = 40; t1 rec s2 = 10; t1 esc s2 = 30%", ["30 25.0 error"]),
    ("t1 rec s1 = 40; t1 rec s2 = 10; t1 esc s2 = 25%", []),
    ("t1 rec s2 = 40; t1 rec s3 = 10; t1 esc s3 = 25%", []),
    ("t1 rec s1 = 40; t1 rec s2 = 20; t1 rec s3 = 10; t1 esc s3 = 25%", ["25 50.0 error"]),
]
LIMITS = [
    ("t1 resp s1 time=d10 = 30; t1 resp s1 time=within_20_days = 29", ["29 30 warning"]),
    ("t1 resp s1 time=d10 = 30; t1 resp s1 time=within_20_days = 30", []),
    ("t1 resp s1 time=d10 = 30; t1 resp s2 time=within_20_days = 29", []),
    ("t1 resp s1 time=d10 = 30; t1 resp s1 time=within_20_days = ~29", []),
    ("t1 resp s1 time=d10 = 30; t1 resp s1 time=within_65_days = 29", ["29 30 warning"]),
]
UNITS = [
    ("t1 rec s2 = 10; t2 find s2 out=up = 7; t2 find s2 out=not = 4", ["10 11 error"]),
    ("t1 rec s2 = 11; t2 find s2 out=up = 7; t2 find s2 out=not = 4", []),
    ("t1 rec s1 = 10; t2 find s2 out=up = 7; t2 find s2 out=not = 4", []),
]
UPHOLD = [
    ("t1 dec omb out=up = 6; t1 dec omb out=not = 4; t1 rec omb = 20; p1 dec omb out=up = 60%", []),
    ("t1 dec omb out=up = 6; t1 dec omb out=not = 4; t1 rec omb = 21; p1 dec omb out=up = 30%", []),
    (
        "t1 dec omb out=up = 6; t1 dec omb out=not = 4; t1 dec omb = 20; p1 dec omb out=up = 30%",
        ["30 60.0 warning"],
    ),
    ("t1 dec omb out=up = 6; t1 dec omb out=not = 4; t1 dec omb = 20; p1 dec omb out=up = ~30%", []),
    ("t1 dec omb out=up = 6; t1 rec omb = 20; p1 dec omb out=up = 30%", []),
]
ALL = {
    "breakdown-sum": BREAKDOWN,
    "percent-sum": PERCENT_SUM,
    "change-recompute": CHANGE,
    "percentage-points": POINTS,
    "same-fact-two-values": SAME,
    "flow-balance": BALANCE,
    "population-conflict": POPULATION,
    "small-number": SMALL,
    "implausible-coding": IMPLAUSIBLE,
    "ombudsman-era": OMBUDSMAN,
    "percent-infeasible": INFEASIBLE,
    "percent-recompute": RECOMPUTE,
    "limits-out-of-order": LIMITS,
    "unit-of-count": UNITS,
    "uphold-rate-definition": UPHOLD,
}


@pytest.mark.parametrize(
    ("code", "text", "found"), [(code, *case) for code, cases in ALL.items() for case in cases]
)
def test_a_report_is_told_what_a_check_finds(code: str, text: str, found: list[str]) -> None:
    evidence = {"evidence": "7 of the complaints were upheld"} if code == "unit-of-count" else {}
    assert told(code, text, **evidence) == found


# --- what the words of a report say --------------------------------------------------


def grid(*lines: str, caption: str = "", notes: tuple[str, ...] = ()) -> Table:
    """A table of lines whose cells are parted by '|'."""
    cells = [
        Cell(text.strip(), r, c) for r, line in enumerate(lines) for c, text in enumerate(line.split("|"))
    ]
    return Table(tuple(cells), len(lines), lines[0].count("|") + 1, caption, notes=notes)


def cases(*findings: str, caption: str = "Ombudsman decisions", last: str = "") -> Table:
    rows = [f"Team {n} | {text}" for n, text in enumerate(findings)]
    return grid("Service | Findings", *rows, *([last] if last else []), caption=caption)


FAULT, FINE = "Fault found", "No fault"


@pytest.mark.parametrize(
    ("tables", "found"),
    [
        ([cases(*[FAULT] * 2, *[FINE] * 4)], ["33.3"]),
        ([cases(*[FAULT] * 2, *[FINE] * 3)], []),
        ([cases(*[FAULT] * 3, *[FINE] * 3)], []),
        ([cases(*[FAULT] * 2, *[FINE] * 4, last="Total | Fault found")], ["33.3"]),
        ([cases(*[FAULT] * 2, *[FINE] * 4, last="Grand total | Fault found")], ["33.3"]),
        ([cases(*[FAULT] * 2, *[FINE] * 4, caption="Decisions")], []),
        ([cases(*[FAULT] * 2, *[FINE] * 4), cases(*[FAULT] * 2, *[FINE] * 4)], []),
        ([cases(*[FAULT] * 2, *[FINE] * 4), grid("Team 9 | Fault found")], ["42.9"]),
        ([cases(*[FAULT] * 2, *[FINE] * 4), grid("Team 9 | Fault found | 2")], ["33.3"]),
        ([cases(*[FINE] * 6)], []),
        ([cases(*["12"] * 6)], []),
    ],
)
def test_a_list_of_cases_is_counted_again(tables: list[Block], found: list[str]) -> None:
    fault = row("p1 complaints_decided ombudsman outcome=upheld = 50%", 1)
    told_ = said(*tables, rows=(fault,))
    assert [computed for check, _, computed in told_ if check == "row-recount"] == found


def test_a_share_of_another_year_or_of_those_not_upheld_is_not_counted_again() -> None:
    table = cases(*[FAULT] * 2, *[FINE] * 4)
    for words in ("outcome=upheld 2017/18", "outcome=not_upheld", "outcome=premature"):
        share = row(f"p1 complaints_decided ombudsman {words} = 50%", 1)
        assert "row-recount" not in [check for check, *_ in said(table, rows=(share,))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Stage 2 complaint logged - 1 April 2018", []),
        ("Stage 2 complaint logged - 31 March 2018", ["2018-03-31"]),
        ("Stage 2 complaint logged - 31 March 2019", []),
        ("Stage 2 complaint logged - 1 April 2019", ["2019-04-01"]),
        (f"Stage 2 complaint logged - 1 April 2019{' and so on' * 16}", ["2019-04-01"]),
        (f"Stage 2 complaint logged - 1 April 2019{' and so on' * 17}", []),
    ],
)
def test_the_year_begins_and_ends_with_its_days(text: str, found: list[str]) -> None:
    assert [
        printed for check, printed, _ in said(Prose(text, "list")) if check == "date-outside-period"
    ] == found
    assert said(Prose(text, "quote")) == []


@pytest.mark.parametrize(
    ("cell", "found"), [("3 May 2019", ["2019-05-03"]), ("3 May 2018", []), ("In 3 May 2019", [])]
)
def test_a_date_in_a_cell_is_what_its_header_says(cell: str, found: list[str]) -> None:
    told_ = said(grid("Team | Received", f"Duty | {cell}"))
    assert [printed for check, printed, _ in told_ if check == "date-outside-period"] == found


@pytest.mark.parametrize(
    ("blocks", "found"),
    [
        ([grid("Transport*", "Transport*")], ("2", "1")),
        ([grid("Transport*", "Transport")], ("", "")),
        ([], ("", "")),
        ([grid("Transport*", "Transport*"), grid("Homes", "Schools*")], ("", "")),
    ],
)
def test_rows_with_the_star_of_a_note_are_one_matter(blocks: list[Block], found: tuple[str, str]) -> None:
    note = "*These all relate to the same complaint, which the Ombudsman logged several times."
    assert [one[1:] for one in said(*blocks, Prose(note)) if one[0] == "duplicate-matter"] == [found]
    assert [one[1:] for one in said(*blocks, Prose(note), Prose(note)) if one[0] == "duplicate-matter"] == [
        found
    ]
    assert [one[1:] for one in said(*blocks, Prose(note, "quote")) if one[0] == "duplicate-matter"] == []


@pytest.mark.parametrize(("times", "words"), [(1, "once"), (2, "2 times"), (3, "3 times")])
def test_how_often_a_year_is_printed_wrongly_is_told(times: int, words: str) -> None:
    blocks = tuple(Prose("Themes 202018-19", "heading") for _ in range(times))
    (one,) = check_report([], BOOK, ABOUT, Text(Document(blocks))).checks
    assert words in one.message


INCLUDING = "Total number of complaints, including enquiries, is 140."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("p1 contacts_received all = 140; t1 rec s1 = 90; t1 enquiries_received all = 50", ["140 90 error"]),
        ("t2 contacts_received all = 140; t1 rec s1 = 90; t1 enquiries_received all = 50", []),
        ("p1 contacts_received all = 141; t1 rec s1 = 90; t1 enquiries_received all = 50", []),
        ("p1 contacts_received all = 140; t1 rec s1 = 90; t1 no all = 50", []),
        ("p1 contacts_received all = 140; t1 dec s1 = 90; t1 enquiries_received all = 50", []),
        ("p1 contacts_received all = 140; t1 rec s1 2017/18 = 90; t1 enquiries_received all = 50", []),
        ("p1 open all = 140; t1 rec s1 = 90; t1 enquiries_received all = 50", []),
        ("p1 contacts_received all svc=adoption = 140; t1 rec s1 = 90; t1 enquiries_received all = 50", []),
    ],
)
def test_a_sentence_that_takes_in_enquiries_is_told_where_the_sum_bears_it_out(
    text: str, found: list[str]
) -> None:
    rows = lines(text)
    rows[0] |= {"evidence": INCLUDING}
    told_ = [
        f"{c['printed']} {c['computed']} {c['severity']}" for c in of_rows(rows) if c["check"] == "scope-mix"
    ]
    assert told_ == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("t1 rec s1 svc=send = 10; t1 rec s1 svc=adoption = 30; t1 rec s1 = 40", ["40 30 warning"]),
        ("t1 rec s1 svc=send = 10; t1 rec s1 svc=adoption = 30", ["40 30 warning"]),
        ("t1 rec s1 svc=send = 0; t1 rec s1 svc=adoption = 30", []),
        ("t1 rec s1 2017/18 svc=send = 10; t1 rec s1 2017/18 svc=adoption = 30", []),
        ("t1 dec s1 svc=send = 10; t1 dec s1 svc=adoption = 30", []),
        ("t1 rec s1 svc=edt = 10; t1 rec s1 svc=adoption = 30", []),
    ],
)
def test_education_under_the_statutory_procedure_is_told(text: str, found: list[str]) -> None:
    rows = lines(text)
    assert [c for c in of_rows(rows) if c["check"] == "scope-mix"] == []
    rows[0]["evidence"] = "Complaints under the statutory procedure (Children Act 1989)"
    told_ = [
        f"{c['printed']} {c['computed']} {c['severity']}" for c in of_rows(rows) if c["check"] == "scope-mix"
    ]
    assert told_ == found


@pytest.mark.parametrize(
    ("stage", "base"), [("s1", "the 40 complaints"), ("all", "the 40 complaints"), ("s2", "complaints")]
)
def test_a_breakdown_by_children_is_set_against_the_complaints(stage: str, base: str) -> None:
    words = "A complaint may be about more than one child in one complaint."
    rows = [of_cells(one) for one in lines(f"t1 rec {stage} = 40; t1 rec {stage} svc=adoption = 60")]
    found = check_report(rows, BOOK, ABOUT, Text(Document((Prose(words),)))).checks
    (one,) = [one for one in found if one.check == "unit-of-count"]
    assert base in one.message and one.printed == ("40" if base != "complaints" else "")
