"""Records taken out of, or changed in, files that are made of lines: CSV, JSON Lines, web logs, mbox.

What belongs here: which lines a record takes, and writing all others byte for byte. A changed record of a CSV file is
written anew: fields without quotes stay without unless they need them, an empty one stays empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from stores.csv_exact import Record, records
from stores.csv_section import sections
from stores.errors import SourceError
from stores.files_find import SourceFile
from stores.files_open import opened, opened_text
from stores.locating import Place
from stores.rewriting import replacing
from stores.store import Table

Edits = dict[int, tuple[int, str | None]]
"""First line of a record to the number of its lines, and what stands there instead: None for nothing."""

_BREAKS = "\r\n"


def edit_csv(file: SourceFile, table: Table, lines: Mapping[int, Sequence[Place]]) -> None:
    """Take records out of a CSV file, or change fields of them.

    Raises:
        SourceError: the file is not what it was when the records were found in it, or cannot be written.
    """
    edits: Edits = {}
    with opened_text(file, table.encoding) as text:
        for header, record in _csv(text, table):
            for place in lines.get(record.line, ()):
                _is(header, record, place, table, file)
                edits[record.line] = record.lines, _changed(header, record, place, table) if place.new else None
    _all_found(file, lines, edits)
    _write(file, table.encoding, edits)


def edit_lines(file: SourceFile, encoding: str, numbers: Iterable[int]) -> None:
    """Take physical lines out of a text file."""
    _write(file, encoding, dict.fromkeys(numbers, (1, None)))


def edit_mbox(file: SourceFile, starts: Iterable[int]) -> None:
    """Take messages out of an mbox file: from each one's separator line to the next."""
    wanted, going, after_empty = set(starts), False, True
    with opened(file) as stream, replacing(file) as out:
        for number, line in enumerate(stream, 1):
            if after_empty and line.startswith(b"From "):
                going = number in wanted
            if not going:
                out.write(line)
            after_empty = line in {b"\n", b"\r\n"}


def _csv(text: Iterable[str], table: Table) -> Iterator[tuple[Record, Record]]:
    """Each record of the table, with the header it stands under."""
    found = records(text, table.delimiter)
    if table.section is not None:
        for section in sections(found, table.section):
            yield from ((section.header, record) for record in section.rows)
        return
    header = next(found, None)
    if header is not None:
        yield from ((header, record) for record in found)


def _changed(header: Record, record: Record, place: Place, table: Table) -> str:
    names = [(name or "").strip().lower() for name in header.fields or ()]
    fields = list(record.fields or ())
    for column, text in place.new.items():
        fields[names.index(column.lower())] = text
    return table.delimiter.join(_field(value, table.delimiter) for value in fields)


def _field(value: str | None, delimiter: str) -> str:
    if value is None:
        return ""
    if not value or any(sign in value for sign in (delimiter, '"', "\r", "\n")) or value != value.strip():
        return '"' + value.replace('"', '""') + '"'
    return value


def _is(header: Record, record: Record, place: Place, table: Table, file: SourceFile) -> None:
    """See that the record on a line has the key of the one that was found there."""
    names = [(name or "").strip().lower() or f"column_{n}" for n, name in enumerate(header.fields or (), 1)]
    cells = dict(zip(names, record.fields or (), strict=False))
    if any((cells.get(column.lower()) or "") != value for column, value in zip(table.key, place.item.key, strict=True)):
        raise SourceError(f"{file.name}: line {record.line} is another record than was found; nothing was erased in it")


def _all_found(file: SourceFile, lines: Mapping[int, object], edits: Edits) -> None:
    if lines.keys() != edits.keys():
        raise SourceError(f"{file.name}: the file changed while records were looked for; nothing was erased in it")


def _write(file: SourceFile, encoding: str, edits: Edits) -> None:
    """Write the file anew; every line that no edit names as it was."""
    codec, mark = codec_of(file, encoding)
    errors = "surrogatepass" if encoding == "utf-16" else "surrogateescape"
    with opened_text(file, encoding) as text, replacing(file) as out:
        out.write(mark)
        skip, instead = 0, None
        for number, line in enumerate(text, 1):
            if number in edits:
                skip, instead = edits[number]
                out.write((instead or "").encode(codec, errors))
            if not skip:
                out.write(line.encode(codec, errors))
                continue
            skip -= 1
            if not skip and instead is not None:  # the record keeps its own line break
                out.write(line[len(line.rstrip(_BREAKS)) :].encode(codec, errors))


def codec_of(file: SourceFile, encoding: str) -> tuple[str, bytes]:
    """The encoding of the lines, and the mark that stands before them."""
    with opened(file) as stream:
        first = stream.read(3)
    if encoding == "utf-16":
        return ("utf-16-be" if first[:2] == b"\xfe\xff" else "utf-16-le"), (
            first[:2] if first[:2] in {b"\xff\xfe", b"\xfe\xff"} else b""
        )
    if encoding in {"utf-8", "utf-8-sig"}:
        return "utf-8", b"\xef\xbb\xbf" if first == b"\xef\xbb\xbf" else b""
    return encoding, b""
