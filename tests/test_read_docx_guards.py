"""Word files that are damaged, hostile or no Word files at all: one plain sentence, never a hang."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from word_files import NS, bold, cell, package, para, row, table

from extractor.model.types import Prose, Table, Unreadable
from extractor.read.docx.document import read_docx
from extractor.read.files import read_bytes


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_bytes(data, "report.docx")
    assert caught.value.sentence.endswith(".") and "\n" not in caught.value.sentence
    return caught.value.code


def zipped(**files: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_no_word_file() -> None:
    assert refused(b"") == "empty-file"
    assert refused(zipped(**{"notes/a.xml": "<notes/>"})) == "not-a-docx"
    assert refused(zipped(**{"word/document2.xml": "<w/>"})) == "damaged"
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == "old-office-file"


def test_cut_short_or_damaged() -> None:
    data = package(para("There were 51 complaints. " * 400))
    for keep in (40, 0.3, 0.6, 0.9):
        assert refused(data[: int(keep if keep > 1 else keep * len(data))]) in (
            "damaged",
            "damaged-file",
            "not-a-docx",
        )
    at = data.index(b"word/document.xml") + 60
    broken = data[:at] + bytes(b ^ 0x5A for b in data[at : at + 50]) + data[at + 50 :]
    assert refused(broken) == "damaged"
    assert refused(package("", parts={"word/document.xml": "<w:document><w:body>"})) == "damaged"


def test_empty_document() -> None:
    assert refused(package("<w:p/><w:sectPr/>")) == "empty"
    assert refused(package("", parts={"word/document.xml": f"<w:document {NS}/>"})) == "empty"


def test_zip_bombs() -> None:
    assert refused(package(para("x"), parts={"word/media/a.bin": bytes(210_000_000)})) == "too-large"
    assert refused(package(para("x"), parts={"word/a.xml": bytes(40_000_000)})) == "too-large"


def test_zip_that_lies_about_its_sizes() -> None:
    data = bytearray(package(para("There were 51 complaints. " * 4000)))
    true = zipfile.ZipFile(io.BytesIO(bytes(data))).getinfo("word/document.xml").file_size
    while (at := data.find(struct.pack("<I", true))) >= 0:
        data[at : at + 4] = struct.pack("<I", 500)
    assert refused(bytes(data)) == "damaged"


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE w [<!ENTITY a "1234567890"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    assert refused(package(para("&b;"), prolog=bomb)) == "unsafe-xml"
    outside = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    assert refused(package(para("&a;"), prolog=outside)) == "unsafe-xml"


def test_a_part_that_cannot_be_read_does_not_stop_the_rest() -> None:
    data = package(
        para("There were 51 complaints."),
        parts={"word/footnotes.xml": "<broken", "docProps/core.xml": b"\xff\xfe\x00", "word/styles.xml": "x"},
        relations={"rN": ("footnotes", "footnotes.xml"), "rC": ("chart", "charts/none.xml")},
    )
    assert [b.text for b in read_docx(data, "x").blocks if isinstance(b, Prose)] == [
        "There were 51 complaints."
    ]


def test_absurd_spans_are_cut_and_said() -> None:
    huge = '<w:gridSpan w:val="10000000"/>'
    document = read_docx(
        package(
            table(
                row("Team", "2018/19"),
                row(cell("Fostering", more=huge), cell("5", more=huge)),
                row("Adoption", "1"),
            )
        ),
        "x",
    )
    assert [i.code for i in document.issues] == ["absurd-span"]
    assert any(c.text == "5" for b in document.blocks if isinstance(b, Table) for c in b.cells) or "5" in str(
        document
    )


def test_many_rows_and_nested_tables_stay_quick() -> None:
    document = read_docx(package(table(*(row("Team", "5", "7", "9") for _ in range(3000)))), "x")
    assert isinstance(document.blocks[0], Table) and document.blocks[0].rows == 3000
    inner = row("Fostering", "51")
    for _ in range(40):
        inner = row(cell(table(inner)))
    assert "51" in str(read_docx(package(table(inner)), "x").blocks)


def test_pictures_only_is_said() -> None:
    picture = (
        "<w:r><w:drawing><wp:inline>"
        '<wp:docPr id="1" name="Picture 1" descr="Scanned page"/><a:graphic>'
        "<a:graphicData>"
        '<a:blip r:embed="rX"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
    document = read_docx(package(para(picture)), "x")
    assert [i.code for i in document.issues] == ["no-text"] and document.issues[0].severity == "error"


def test_documents_in_the_strict_form_are_read() -> None:
    data = package(para(bold("Teams"), style="H1") + para("There were 51 complaints."))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {n: archive.read(n) for n in archive.namelist()}
    old = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    new = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    document = read_docx(zipped(**{n: c.replace(old, new) for n, c in files.items()}), "x")
    assert [b.kind for b in document.blocks if isinstance(b, Prose)] == ["heading", "paragraph"]
