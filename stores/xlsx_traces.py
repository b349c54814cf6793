"""What keeps a workbook from being erased in: parts that hold copies of cells, and what else still says what would go.

What belongs here: which parts may be there (ECMA-376 Part 1 and Part 2; MS-OFFMACRO2; MS-XLSX), and looking for texts
in all that is no cell. Which cells go, and what is rewritten, is ``stores.editing_xlsx``'s.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from xml.parsers import expat
from xml.sax.saxutils import unescape

_KEEPS = {
    "macros": r"vbaproject|xl/macrosheets/",
    "a pivot table's own copy of the data": r"xl/pivotcache/",
    "other workbooks' values behind external links": r"xl/externallinks/",
    "a digital signature, which would no longer hold": r"_xmlsignatures/",
    "a history of its changes": r"xl/revisions/",
    "a data model": r"xl/model/|xl/customdata/",
    "embedded documents": r"xl/embeddings/",
    "controls": r"xl/activex/|xl/ctrlprops/",
    "a picture of its first sheet": r"docprops/thumbnail",
}
_SEARCHED = (".xml", ".rels", ".vml")
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_CELLS = re.compile(rb"<(?:\w+:)?sheetData[\s>].*</(?:\w+:)?sheetData\s*>", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")
_RUNS = re.compile(r"<(?:\w+:)?r(?: [^>]*)?>")
_PICTURES = re.compile(r"xl/media/|xl/printersettings/")


def unfit(archive: zipfile.ZipFile) -> str:
    """Why nothing can be erased in a workbook without leaving a copy or breaking it; '' if it can."""
    names = [name.lower() for name in archive.namelist()]
    if len(set(names)) < len(names):
        return "two of its parts bear the same name"
    for what, pattern in _KEEPS.items():
        if any(re.search(pattern, name) for name in names):
            return f"it holds {what}"
    for name in names:
        if not (name.endswith(("/", *_SEARCHED)) or _PICTURES.match(name)):
            return "it holds a part that cannot be searched"
    return ""


def trace(
    archive: zipfile.ZipFile, parts: Mapping[str, bytes | None], texts: Collection[str], sheets: Collection[str]
) -> str:
    """The part, outside of cells, that still says one of the texts; '' if none does.

    Args:
        archive: the workbook.
        parts: its parts that are changed, as they are to be.
        texts: what is looked for.
        sheets: the parts that are sheets: of their cells only formulas, and what formulas made, are looked at.

    Raises:
        ValueError, expat.ExpatError: a part is not XML, or declares a document type.
    """
    sought = [text for text in texts if _telling(text)]
    if not sought:
        return ""
    for name in archive.namelist():
        if not name.lower().endswith(_SEARCHED) or name == "xl/sharedStrings.xml":
            continue
        data = parts[name] if name in parts else archive.read(name)
        if data is not None and _may_say(data, sought, cells=name in sheets):
            said = "\n".join(_said(data, cells=name in sheets))
            if any(text in said for text in sought):
                return name
    return ""


def _telling(text: str) -> bool:
    """Whether finding a text means anything: four characters with a letter, or seven digits."""
    text = text.strip()
    return (len(text) >= 4 and any(sign.isalpha() for sign in text)) or sum(sign.isdigit() for sign in text) >= 7


def _may_say(data: bytes, sought: Collection[str], *, cells: bool) -> bool:
    """Whether a part may say one of the texts: that it cannot is seen without taking it apart, many times faster."""
    if cells:
        if FORMULA.search(data):
            return True
        data = _CELLS.sub(b"", data)
    if any(sign in data for sign in (b"&#", b"<![CDATA[", b"<!--", b"\0")) or data.count(b"<?") > 1:
        return True
    try:
        plain = unescape(data.decode("utf-8"), {"&quot;": '"', "&apos;": "'"})
    except UnicodeDecodeError:
        return True
    runs = "".join(_TAGS.split(plain)) if _RUNS.search(plain) else ""
    return any(text in plain or text in runs or "\n" in text or "\r" in text or "\t" in text for text in sought)


def _said(data: bytes, *, cells: bool) -> Iterator[str]:
    """Every attribute and text of a part; of cells (``cells``), what formulas are and made."""
    found: list[str] = []
    whole: list[str] = []  # of texts in runs, each of which is an element
    inside = formula = False
    text: list[str] = []

    def start(name: str, given: dict[str, str]) -> None:
        nonlocal inside, formula
        local = name.rpartition(":")[2]
        text.clear()
        inside = inside or (cells and local == "sheetData")
        if inside and local == "c":
            formula = given.get("t") == "str"
        found.extend(() if inside else given.values())

    def end(name: str) -> None:
        nonlocal inside
        local = name.rpartition(":")[2]
        if not inside or local == "f" or (local == "v" and formula):
            found.append("".join(text))
            whole.extend(text)
        text.clear()
        inside = inside and local != "sheetData"

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _doctype
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text.append
    parser.Parse(data, True)
    yield from found
    yield "".join(whole)


def _doctype(*_: object) -> None:
    raise ValueError("a document type declaration")
