"""What python-docx has no call for: footnotes and text boxes."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
SPACES = " ".join(
    (
        f'xmlns:w="{WORD}"',
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
        'xmlns:v="urn:schemas-microsoft-com:vml"',
    )
)
FIRST_NOTE = 1
"""Ids -1 and 0 belong to the lines that part notes from the text."""


class Footnotes:
    """The footnotes of one document, in the order of their references."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def reference(self, text: str) -> Any:
        """The mark that goes into the run which the note belongs to."""
        self._texts.append(text)
        number = FIRST_NOTE + len(self._texts) - 1
        return parse_xml(f'<w:footnoteReference xmlns:w="{WORD}" w:id="{number}"/>')

    def attach(self, document: Any) -> None:
        """Adds the part that holds the notes, where there are any."""
        if not self._texts:
            return
        notes = "".join(
            f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r>'
            f'<w:r><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
            for number, text in enumerate(self._texts, FIRST_NOTE)
        )
        line = "<w:p><w:r><w:{0}/></w:r></w:p>"
        separators = "".join(
            f'<w:footnote w:type="{kind}" w:id="{number}">{line.format(kind)}</w:footnote>'
            for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
        )
        xml = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f'<w:footnotes xmlns:w="{WORD}">{separators}{notes}</w:footnotes>'
        )
        package = document.part.package
        part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, xml.encode(), package)
        document.part.relate_to(part, FOOTNOTES)


def text_box(figure: str, label: str) -> Any:
    """A box with a large figure over its label: the drawing, and the older picture of the same."""
    content = (
        "<w:txbxContent>"
        f'<w:p><w:r><w:rPr><w:b/><w:sz w:val="48"/></w:rPr><w:t>{escape(figure)}</w:t></w:r></w:p>'
        f"<w:p><w:r><w:t>{escape(label)}</w:t></w:r></w:p>"
        "</w:txbxContent>"
    )
    shape = (
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="1800000" cy="1000000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp>"
    )
    drawing = (
        '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="1800000" cy="1000000"/>'
        '<wp:docPr id="1" name="Text box"/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"{shape}</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    older = (
        '<w:pict><v:shape style="width:141pt;height:78pt">'
        f"<v:textbox>{content}</v:textbox></v:shape></w:pict>"
    )
    return parse_xml(
        f'<mc:AlternateContent {SPACES}><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback>{older}</mc:Fallback></mc:AlternateContent>"
    )
