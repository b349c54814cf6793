"""The text of office documents that are zip archives of XML: DOCX, XLSX and ODT.

What belongs here: which parts and elements hold words (ECMA-376 Part 1, 17 and 18; OpenDocument 1.3 Part 3), and the
guards before an archive is read. XML goes through expat as a stream: no tree is built, any document type declaration is
refused. python-docx is not used: it builds every part as a tree, and its text leaves out headers, notes, text boxes and
deletions.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from typing import IO, Self
from urllib.parse import unquote
from xml.parsers import expat

from stores.documents_kinds import DAMAGED, ENCRYPTED, FURTHER, PICTURES, TOO_LARGE, Gathered, Unreadable
from stores.xlsx_book import lines

MOST_UNPACKED = 96 << 20
"""Bytes of XML in one document; 96 MiB of it are some ten thousand pages."""
_WORD = re.compile(
    r"word/(?!(?:styles|stylesWithEffects|settings|fontTable|webSettings|numbering|theme/.*)\.xml).+\.xml"
)
_CELLS = re.compile(r"xl/(?:comments|threadedComments|persons|drawings|charts)[^.]*\.xml")
_INSIDE = re.compile(r"(?:word|xl)/(?:embeddings|afchunk)|Object \d+/|.*\.(?:docx|xlsx|html?|mht|rtf|pdf)$")
_PICTURE = re.compile(r"(?:word/media|xl/media|Pictures)/")
_TEXT = frozenset({"t", "delText", "instrText", "delInstrText", "v", "text", "author"})
_CORE = frozenset(
    {"creator", "lastModifiedBy", "title", "subject", "description", "keywords", "category", "Manager", "Company"}
)
_CUSTOM = frozenset({"lpwstr", "lpstr", "bstr"})
_HEADERS = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})
_ODT = frozenset({"p", "h", "creator", "initial-creator", "title", "description", "subject", "keyword", "user-defined"})
_BREAKS: Mapping[str, str] = {"tab": "\t", "br": "\n", "cr": "\n", "line-break": "\n", "s": " "}
_ENDS = frozenset({"p", "h", "si", "comment", "text", *_CORE, *_CUSTOM, *_HEADERS, *_ODT})
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    SyntaxError,
    ValueError,
    LookupError,
    EOFError,
    RuntimeError,
    OSError,
)
_SAID = frozenset({"author", "descr", "title", "tooltip", "displayName", "instr"})


def read_docx(data: bytes, into: Gathered) -> None:
    """Gather the text of a DOCX: body, tables, headers, footers, notes, comments, text boxes, deletions, who wrote it.

    Raises:
        Unreadable: encrypted, damaged, or too large unpacked.
    """
    with _Parts(data, into) as parts:
        parts.words(_WORD, _TEXT)
        parts.about()


def read_xlsx(data: bytes, into: Gathered) -> None:
    """Gather the text of every sheet of an XLSX, hidden ones too, with comments, headers, drawings and who wrote it.

    Raises:
        Unreadable: see ``read_docx``.
    """
    with _Parts(data, into) as parts:
        for line in lines(parts.archive):
            into.add(f"{line}\n")
        parts.words(_CELLS, _TEXT)
        parts.words(re.compile(r"xl/worksheets/[^/]*\.xml"), _HEADERS)
        parts.about()


def read_odt(data: bytes, into: Gathered) -> None:
    """Gather the text of an OpenDocument text: body, headers, footers, notes, comments, who wrote it.

    Raises:
        Unreadable: see ``read_docx``.
    """
    with _Parts(data, into) as parts:
        if b"encryption-data" in parts.whole("META-INF/manifest.xml"):
            raise Unreadable(ENCRYPTED)
        parts.words(re.compile(r"(?:content|styles|meta)\.xml"), _ODT)


class _Parts:
    """The parts of one archive, guarded: whatever is wrong with it ends in ``Unreadable``."""

    def __init__(self, data: bytes, into: Gathered) -> None:
        self.into = into
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
            raise Unreadable(DAMAGED) from None
        parts = self.archive.infolist()
        if any(part.flag_bits & 1 for part in parts):
            raise Unreadable(ENCRYPTED)
        if sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))) > MOST_UNPACKED:
            raise Unreadable(TOO_LARGE)
        self.names = [part.filename for part in parts if not part.is_dir()]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> bool:
        if kind is not None:
            if not issubclass(kind, _BROKEN):
                return False
            if self.into.empty:
                raise Unreadable(DAMAGED) from None
            self.into.say(DAMAGED)
        if any(_INSIDE.match(name) for name in self.names):
            self.into.say(FURTHER)
        if self.into.empty and any(_PICTURE.match(name) for name in self.names):
            self.into.say(PICTURES)
        return True

    def whole(self, name: str) -> bytes:
        return self.archive.read(name) if name in self.names else b""

    def words(self, which: re.Pattern[str], elements: frozenset[str]) -> None:
        """Gather the words of all parts whose name fits."""
        for name in self.names:
            if which.fullmatch(name):
                with self.archive.open(name) as stream:
                    _Words(self.into, elements).parse(stream)

    def about(self) -> None:
        """Gather what the file says of itself, and the addresses that links lead to."""
        self.words(re.compile(r"docProps/(?:core|app)\.xml"), _CORE)
        self.words(re.compile(r"docProps/custom\.xml"), _CUSTOM)
        for name in self.names:
            if name.endswith(".rels"):
                for target in re.findall(rb'Target="(?:mailto|tel):([^"]*)"', self.whole(name)):
                    self.into.add(f"{unquote(target.decode('utf-8', 'replace'))}\n")


class _Words:
    """The words inside certain elements of one part, told by local name."""

    def __init__(self, into: Gathered, elements: frozenset[str]) -> None:
        self.into = into
        self.elements = elements
        self.depth = 0
        self.choice: list[str] = []
        self.kept: list[list[str]] = []

    def parse(self, stream: IO[bytes]) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _doctype
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.ParseFile(stream)

    def start(self, name: str, given: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local in {"Choice", "Fallback"}:
            self.kept.append([])
        if local in self.elements:
            self.depth += 1
        self.add(_BREAKS.get(local, ""))
        for key, value in given.items():
            if key.rpartition(":")[2] in _SAID and value:
                self.add(f" {value} ")

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local in self.elements:
            self.depth -= 1
        if local in _ENDS:
            self.add("\n")
        if local in {"Choice", "Fallback"} and self.kept:
            text = "".join(self.kept.pop())
            if local == "Choice":
                self.choice.append(text)
                self.add(text)
            elif not self.choice or text.strip() != self.choice.pop().strip():
                self.add(text)

    def text(self, text: str) -> None:
        if self.depth:
            self.add(text)

    def add(self, text: str) -> None:
        if not text:
            return
        if self.kept:
            self.kept[-1].append(text)
        else:
            self.into.add(text)


def _doctype(*_: object) -> None:
    raise ValueError("a document type declaration")
