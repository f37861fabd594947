"""Charts, pictures and diagrams of Word files: figures that the file keeps arrive as they are printed."""

from __future__ import annotations

from word_files import package, para, part, row, table

from extractor.model.types import Document, Picture, Prose, Table
from extractor.read.docx.document import read_docx


def series(name: str, points: list[tuple[str, str]], code: str = "General", labels: str = "") -> str:
    cat = "".join(f'<c:pt idx="{i}"><c:v>{label}</c:v></c:pt>' for i, (label, _) in enumerate(points))
    val = "".join(
        f'<c:pt idx="{i}"><c:v>{value}</c:v></c:pt>' for i, (_, value) in enumerate(points) if value
    )
    return (
        f"<c:ser><c:tx><c:strRef><c:strCache><c:pt idx='0'><c:v>{name}</c:v></c:pt>"
        f"</c:strCache></c:strRef></c:tx>{labels}"
        f"<c:cat><c:strRef><c:strCache>{cat}</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:numCache>"
        f"<c:formatCode>{code}</c:formatCode>{val}</c:numCache></c:numRef></c:val></c:ser>"
    )


def chart_part(*all_series: str, title: str = "", labels: str = "") -> str:
    heading = (
        f"<c:title><c:tx><c:rich><a:p><a:r><a:t>{title}</a:t></a:r></a:p></c:rich></c:tx></c:title>"
        if title
        else ""
    )
    plot = f"<c:plotArea><c:pieChart>{''.join(all_series)}{labels}</c:pieChart></c:plotArea>"
    return part("c:chartSpace", f"<c:chart>{heading}{plot}</c:chart>")


DRAWING = (
    '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Chart 1" descr="{alt}"/><a:graphic><a:graphicData>'
    "{inside}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)


def with_chart(chart: str, before: str = "", after: str = "", alt: str = "") -> Document:
    inside = '<c:chart r:id="rChart"/>'
    return read_docx(
        package(
            before + para(DRAWING.format(alt=alt, inside=inside)) + after,
            parts={"word/charts/chart1.xml": chart},
            relations={"rChart": ("chart", "charts/chart1.xml")},
        ),
        "x.docx",
    )


def legend(chart: str) -> tuple[str, ...]:
    found = [b for b in with_chart(chart).blocks if isinstance(b, Picture)]
    assert len(found) == 1 and found[0].chart
    return found[0].legend


def test_labels_that_carry_their_figures_stay_as_they_are() -> None:
    points = [("Upheld (12)", "12"), ("Not upheld (8)", "8"), ("Open: &lt;1%", "0.7"), ("Withdrawn (3)", "3")]
    assert legend(chart_part(series("Series1", points))) == (
        "Upheld (12)",
        "Not upheld (8)",
        "Open: <1%",
        "Withdrawn (3)",
    )


def test_figures_follow_labels_in_their_format() -> None:
    points = [("Upheld", "0.34"), ("Not upheld", "0.655")]
    assert legend(chart_part(series("x", points, "0%"))) == ("Upheld: 34%", "Not upheld: 66%")
    assert legend(chart_part(series("x", points, "0.0%"))) == ("Upheld: 34.0%", "Not upheld: 65.5%")
    money = [("2018/19", "9432"), ("Stage 1", "1.5"), ("Apr-18", "51")]
    assert legend(chart_part(series("x", money))) == ("2018/19: 9432", "Stage 1: 1.5", "Apr-18: 51")
    assert legend(chart_part(series("x", money[:1], "&quot;£&quot;#,##0"))) == ("2018/19: £9432",)


def test_printed_percentages_and_typed_labels() -> None:
    shares = '<c:dLbls><c:showVal val="1"/><c:showPercent val="1"/></c:dLbls>'
    points = [("Upheld", "12"), ("Not upheld", "36")]
    assert legend(chart_part(series("x", points, labels=shares))) == (
        "Upheld: 12 (25%)",
        "Not upheld: 36 (75%)",
    )
    typed = (
        '<c:dLbls><c:dLbl><c:idx val="1"/><c:tx><c:rich><a:p><a:r><a:t>36 cases</a:t>'
        "</a:r></a:p></c:rich></c:tx>"
        "</c:dLbl></c:dLbls>"
    )
    assert legend(chart_part(series("x", points, labels=typed))) == ("Upheld: 12", "Not upheld: 36 cases")


def test_title_is_a_caption_and_the_alternative_text() -> None:
    document = with_chart(
        chart_part(series("x", [("Upheld", "12"), ("Open", "3")]), title="Outcomes 2018/19")
    )
    assert document.blocks[0] == Prose("Outcomes 2018/19", "caption")
    picture = document.blocks[1]
    assert isinstance(picture, Picture) and picture.alt == "Outcomes 2018/19"
    assert picture.legend == ("Upheld: 12", "Open: 3")


def test_several_series_make_a_table() -> None:
    first = series("2018/19", [("Stage 1", "51"), ("Stage 2", "18")])
    second = series("2017/18", [("Stage 1", "56"), ("Stage 2", "")])
    block = with_chart(chart_part(first, second, title="Complaints")).blocks[0]
    assert isinstance(block, Table) and block.caption == "Complaints"
    assert [c.text for c in block.cells] == [
        "",
        "2018/19",
        "2017/18",
        "Stage 1",
        "51",
        "56",
        "Stage 2",
        "18",
        "",
    ]


def test_chart_that_only_draws_the_table_beside_it_is_said_not_repeated() -> None:
    chart = chart_part(series("2018/19", [("Fostering", "5"), ("Adoption", "12"), ("MASH", "0")]))
    same = table(row("Team", "Count"), row("Fostering", "5"), row("Adoption", "12"), row("MASH", ""))
    document = with_chart(chart, after=same)
    assert [type(b) for b in document.blocks] == [Table]
    assert [i.code for i in document.issues] == ["chart-repeats-table"]
    other = table(row("Team", "Count"), row("Fostering", "5"), row("Adoption", "11"), row("MASH", ""))
    assert [type(b) for b in with_chart(chart, after=other).blocks] == [Picture, Table]


def test_chart_without_kept_figures_is_said() -> None:
    empty = "<c:ser><c:val><c:numRef><c:f>Sheet1!$B$1</c:f></c:numRef></c:val></c:ser>"
    document = with_chart(chart_part(empty), before=para("Words."), alt="Complaints by team")
    assert document.blocks[1] == Picture("Complaints by team", chart=True)
    assert [i.code for i in document.issues] == ["chart-without-figures"]


def test_pictures_are_charts_only_where_they_say_so() -> None:
    inside = '<a:blip r:embed="rX"/>'
    pictures = [
        DRAWING.format(alt=alt, inside=inside) for alt in ("Council crest", "Pie chart of outcomes", "")
    ]
    found = [
        b for b in read_docx(package(para("Words.") + para(*pictures)), "x").blocks if isinstance(b, Picture)
    ]
    assert [(p.alt, p.chart) for p in found] == [
        ("Council crest", False),
        ("Pie chart of outcomes", True),
        ("", False),
    ]


def test_words_of_a_diagram_are_paragraphs() -> None:
    points = "".join(
        f"<dgm:pt><dgm:t><a:p><a:r><a:t>{t}</a:t></a:r></a:p></dgm:t></dgm:pt>" for t in ("51", "complaints")
    )
    document = read_docx(
        package(
            para(DRAWING.format(alt="", inside='<dgm:relIds r:dm="rD"/>')),
            parts={"word/diagrams/data1.xml": part("dgm:dataModel", f"<dgm:ptLst>{points}</dgm:ptLst>")},
            relations={"rD": ("diagramData", "diagrams/data1.xml")},
        ),
        "x",
    )
    assert [b.text for b in document.blocks if isinstance(b, Prose)] == ["51", "complaints"]


def test_embedded_objects_say_what_they_hide() -> None:
    shape = (
        '<w:r><w:object><v:shape alt=""><v:imagedata r:id="rX"/></v:shape>'
        '<o:OLEObject ProgID="{}"/></w:object></w:r>'
    )
    document = read_docx(
        package(para("Words.") + para(shape.format("Excel.Sheet.12"), shape.format("Excel.Chart.8"))), "x"
    )
    assert [b.chart for b in document.blocks if isinstance(b, Picture)] == [False, True]
    assert [i.code for i in document.issues] == ["sheet-as-picture"]
