r"""The text of RTF documents (Rich Text Format Specification 1.9.1), with headers, footers, notes, text boxes, author.

What belongs here: which groups hold words, and which characters ``\'hh`` and ``\u`` stand for. striprtf is not used: it
drops headers, footers, footnotes, comments, text boxes and the author, where names stand.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

from stores.documents_kinds import CHARACTERS, DAMAGED, FURTHER, PICTURES, Gathered

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\$", re.DOTALL
)
_WORDLESS = frozenset(
    b"colortbl stylesheet listtable listoverridetable rsidtbl generator pict themedata colorschememapping latentstyles "
    b"datastore xmlnstbl filetbl blipuid panose falt fontemb fontfile listname levelnumbers leveltext pgptbl mmathPr "
    b"sn sv picprop userprops docvar passwordhash objclass objdata objalias objsect wgrffmtfilter bkmkstart bkmkend "
    b"ftnsep ftnsepc aftnsep aftnsepc defchp defpap nonesttables pntext pnseclvl".split()
)
_WORDS = frozenset(
    b"atnid atnauthor annotation footnote fldinst shpinst shptxt revtbl hlinkbase company manager category ud result "
    b"ffdeftext ffl formfield staticval propname xmlattrvalue".split()
)
_SIGNS = {
    b"par": "\n",
    b"sect": "\n",
    b"page": "\n",
    b"line": "\n",
    b"row": "\n",
    b"cell": "\t",
    b"nestcell": "\t",
    b"nestrow": "\n",
    b"tab": "\t",
    b"emdash": "\N{EM DASH}",
    b"endash": "\N{EN DASH}",
    b"bullet": "\N{BULLET}",
    b"lquote": "\N{LEFT SINGLE QUOTATION MARK}",
    b"rquote": "\N{RIGHT SINGLE QUOTATION MARK}",
    b"ldblquote": "\N{LEFT DOUBLE QUOTATION MARK}",
    b"rdblquote": "\N{RIGHT DOUBLE QUOTATION MARK}",
    b"emspace": " ",
    b"enspace": " ",
}
_MARKS = {b"~": " ", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\r": "\n", b"\n": "\n"}
_APART = frozenset(
    b"header headerl headerr headerf footer footerl footerr footerf footnote annotation title subject author operator "
    b"keywords doccomm company manager category shptxt fldinst atnauthor".split()
)
_PAGES = {b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}
_CHARSETS = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gbk",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}


@dataclass
class _State:
    """What holds inside one group."""

    wordless: bool = False
    starred: bool = False
    fonts: bool = False
    skipped: int = 1
    font: int | None = None


@dataclass
class _Reading:
    into: Gathered
    page: str = "cp1252"
    charsets: dict[int, str] = field(default_factory=dict)
    states: list[_State] = field(default_factory=lambda: [_State()])
    bytes_: bytearray = field(default_factory=bytearray)
    units: list[int] = field(default_factory=list)
    skip: int = 0
    pictures: bool = False

    @property
    def state(self) -> _State:
        return self.states[-1]

    def flush(self) -> None:
        """Give out the characters that came as codes."""
        if self.units:
            text = b"".join(unit.to_bytes(2, "little") for unit in self.units).decode("utf-16-le", "replace")
            self.units.clear()
            self.into.add(text)
        if self.bytes_:
            encoding = self.page if self.state.font is None else self.charsets.get(self.state.font, self.page)
            text = self.bytes_.decode(encoding, "replace")
            if "\N{REPLACEMENT CHARACTER}" in text:
                self.into.say(CHARACTERS)
            self.bytes_.clear()
            self.into.add(text)

    def words(self, data: bytes) -> None:
        """Characters as they stand, but for those that only stand in for one given by its code."""
        if self.skip:
            taken = min(self.skip, len(data))
            self.skip -= taken
            data = data[taken:]
        if data and not self.state.wordless and not self.state.fonts:
            if self.units:
                self.flush()
            self.bytes_ += data

    def word(self, name: bytes, number: int | None) -> None:
        """One control word, with its number."""
        state = self.state
        self.skip = 0
        if name == b"u" and number is not None:
            if not state.wordless:
                if self.bytes_:
                    self.flush()
                self.units.append(number % 0x10000)
            self.skip = state.skipped
            return
        self.flush()
        if name in _WORDLESS or (state.starred and name not in _WORDS):
            state.wordless = True
            self.pictures = self.pictures or name == b"pict"
            if name == b"objdata":
                self.into.say(FURTHER)
        elif not self._setting(name, number) and not state.wordless and not state.fonts:
            self.into.add(_SIGNS.get(name, "\n" if name in _APART else ""))
        state.starred = False

    def _setting(self, name: bytes, number: int | None) -> bool:
        """Take a control word that says how characters are to be read; False if it is none."""
        state = self.state
        if name == b"uc":
            state.skipped = min(max(number or 0, 0), 100)
        elif name == b"ansicpg" and number:
            self.page = _codec(f"cp{number}", self)
        elif name in _PAGES:
            self.page = _PAGES[name]
        elif name == b"fonttbl":
            state.fonts = True
        elif name in {b"f", b"deff"}:
            state.font = number
        elif name == b"fcharset" and state.fonts and state.font is not None and number in _CHARSETS:
            self.charsets[state.font] = _CHARSETS[number]
        else:
            return False
        return True


def read(data: bytes, into: Gathered) -> None:
    """Gather the text of an RTF document."""
    reading = _Reading(into)
    place, depth = 0, 0
    while place < len(data) and (found := _TOKEN.match(data, place)):
        place = found.end()
        name, number, code, sign, brace, words = found.groups()
        if brace is not None:
            depth += _brace(reading, brace)
            if depth == 0:
                break
        elif name is not None:
            if name == b"bin":
                place += max(int(number or 0), 0)
            reading.word(name, None if number is None else int(number))
        elif code is not None:
            reading.words(bytes.fromhex(code.decode()))
        elif sign is not None:
            _sign(reading, sign)
        elif words is not None:
            reading.words(words)
    reading.flush()
    if depth:
        into.say(DAMAGED)
    if into.empty and reading.pictures:
        into.say(PICTURES)


def _brace(reading: _Reading, brace: bytes) -> int:
    """Enter or leave a group; how much deeper that is."""
    reading.flush()
    reading.skip = 0
    if brace == b"{":
        reading.states.append(replace(reading.state, starred=False))
        return 1
    if len(reading.states) > 1:
        reading.states.pop()
    return -1


def _sign(reading: _Reading, sign: bytes) -> None:
    reading.flush()
    if sign == b"*":
        reading.state.starred = True
    elif not reading.state.wordless and not reading.state.fonts:
        reading.into.add(_MARKS.get(sign, ""))


def _codec(name: str, reading: _Reading) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        reading.into.say(CHARACTERS)
        return "cp1252"
