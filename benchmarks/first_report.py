"""A tiny report in each format, to load everything that is loaded only once."""

from __future__ import annotations

import io
import zipfile

LINES = (
    "Anytown Borough Council: annual complaints report 2019/20",
    "The council received 12 complaints at Stage 1 in 2019/20, of which three complaints were upheld.",
    "Two complaints were refused because they were out of time.",
    "Remedies given: two apologies.",
)
TABLE = (
    ("Complaints by outcome", "2018/19", "2019/20"),
    ("Complaints upheld", "4", "3"),
    ("Something that no vocabulary knows", "2", "1"),
)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def tiny(kind: str) -> bytes:
    """The report's bytes; kind is pdf, docx, html or text."""
    return {"pdf": _pdf, "docx": _docx, "html": _html, "text": _text}[kind]()


def _text() -> bytes:
    return "\n\n".join([*LINES, "\n".join("\t".join(row) for row in TABLE)]).encode()


def _html() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE)
    body = f"<h1>{LINES[0]}</h1><p>{LINES[1]}</p><table>{rows}</table>"
    return f"<!doctype html><html><body>{body}</body></html>".encode()


def _docx() -> bytes:
    def paragraph(text: str) -> str:
        return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"

    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in TABLE
    )
    body = "".join(map(paragraph, LINES)) + f"<w:tbl>{rows}</w:tbl>"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return packed.getvalue()


def _pdf() -> bytes:
    lines = [*LINES, *("   ".join(row) for row in TABLE)]
    shown = "".join(f"BT /F 9 Tf 40 {760 - 20 * n} Td ({line}) Tj ET\n" for n, line in enumerate(lines))
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"{page} /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(shown)} >>\nstream\n{shown}endstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return (out + f"xref\n0 {size}\n0000000000 65535 f \n{table}" + end).encode()
