"""What each check must and must not say: small reports, one line each."""

from __future__ import annotations

import pytest
from test_checks import of_rows, row

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
