"""Some hundred ways in which an export can be broken, made from a seed: bytes, and how many records they hold.

``rows`` is the number of records that anyone would count in the file; None where the damage makes that a matter of
opinion, and -1 where nothing may be landed at all.
"""

import base64
import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

NAMES = ("Zebedee Quux", "Philomena Vance", "Ottoline Marsh", "Barnaby Thwaite", "Araminta Crewe", "Lysander Pike")
"""Names that stand in every file and in no message."""
COLUMNS = ["id", "name", "note"]
RECORDS = [[str(n), name, f"note {n}"] for n, name in enumerate(NAMES, 1)]


@dataclass(frozen=True)
class Case:
    """One broken export: its name, the format, the files by name, and the map's further keys."""

    name: str
    format: str
    files: dict[str, bytes | Callable[[], bytes]]
    rows: int | None = None
    table: dict[str, Any] = field(default_factory=dict)
    connector: str = "files"
    links: dict[str, str] = field(default_factory=dict)

    def put(self, folder: Path) -> None:
        """Write the files below ``folder/exports``."""
        exports = folder / "exports"
        exports.mkdir(parents=True)
        for name, data in self.files.items():
            path = exports / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data() if callable(data) else data)
        for name, target in self.links.items():
            (exports / name).symlink_to(target)


def damaged(base: bytes, rng: random.Random, number: int) -> list[tuple[str, bytes]]:
    """Cut, flipped, doubled and stuffed copies of sound bytes."""
    found = []
    for i in range(number):
        at = rng.randrange(1, max(len(base), 2))
        data = bytearray(base)
        match i % 6:
            case 0:
                found.append((f"{i}: cut at {at}", bytes(data[:at])))
            case 1:
                data[at % len(data)] ^= 1 << rng.randrange(8)
                found.append((f"{i}: a bit flipped at {at}", bytes(data)))
            case 2:
                found.append((f"{i}: bytes put in at {at}", bytes(data[:at] + rng.randbytes(7) + data[at:])))
            case 3:
                found.append((f"{i}: a piece twice at {at}", bytes(data[:at] + data[max(at - 40, 0) :])))
            case 4:
                found.append((f"{i}: NUL bytes at {at}", bytes(data[:at] + b"\0\0" + data[at:])))
            case _:
                found.append((f"{i}: a hole at {at}", bytes(data[:at] + data[at + 25 :])))
    return found


def csv_text(rows, delimiter=",", end="\n"):
    return end.join(delimiter.join(row) for row in [COLUMNS, *rows]) + end


CSV = csv_text(RECORDS).encode()


def of_csv(rng):  # noqa: PLR0915 - one line a case
    def case(name, data, rows=None, **table):
        return Case(f"csv: {name}", "csv", {"t.csv": data.encode() if isinstance(data, str) else data}, rows, table)

    six = RECORDS
    yield case("sound", CSV, 6)
    yield case("empty", b"", 0)
    yield case("only a byte order mark", b"\xef\xbb\xbf", 0)
    yield case("only line ends", b"\n\r\n\n", None)
    yield case("only the header", "id,name,note\n", 0)
    yield case("only the header, without an end", "id,name,note", 0)
    yield case("no header", csv_text(six).split("\n", 1)[1], -1)
    yield case("another header", "a,b,c\n1,2,3\n", -1)
    yield case("the header twice", "id,name,note,name\n1,x,y,z\n", -1)
    yield case("the header repeated below", "id,name,note\nid,name,note\n1,x,y\n", 2)
    yield case("an open quote in the header", 'id,"name,note\n1,2,3\n', None)
    yield case("a byte order mark", b"\xef\xbb\xbf" + CSV, 6)
    yield case("no last line end", CSV.rstrip(b"\n"), 6)
    yield case("carriage returns only", csv_text(six, end="\r"), 6)
    yield case("CRLF", csv_text(six, end="\r\n"), 6)
    yield case("mixed line ends", "id,name,note\r\n1,a,b\n2,c,d\r3,e,f\r\n", 3)
    yield case("tabs under a comma map", csv_text(six, "\t"), -1)
    yield case("semicolons under a comma map", csv_text(six, ";"), -1)
    for width in (1, 2, 4, 9):
        yield case(f"a record of {width} fields", CSV + (",".join("x" * width) + "\n").encode(), 7)
    yield case("every record too long", "id,name,note\n" + "1,2,3,4\n" * 9, 9)
    yield case("every record too short", "id,name,note\n" + "1,2\n" * 9, 9)
    yield case("an unclosed quote", CSV + b'7,"never closed,x\n8,Lysander,y\n9,z,w\n', None)
    yield case("an unclosed quote at the end", CSV + b'7,"open', None)
    yield case("a quote inside a field", CSV + b'7,say "hi",x\n', 7)
    yield case("text after a closing quote", CSV + b'7,"a"b,x\n', 7)
    yield case("a doubled quote at the end", CSV + b'7,"a""\n8,b,c\n', None)
    yield case("line ends in quotes", 'id,name,note\n1,"a\nb\r\nc",d\n2,"e\n\n\nf",g\n', 2)
    yield case("only quotes", 'id,name,note\n"","",""\n', 1)
    yield case("a thousand quotes", "id,name,note\n" + '"' * 1000 + "\n", None)
    yield case("an odd number of quotes", "id,name,note\n" + '"' * 999 + "\n", None)
    yield case("a NUL byte", CSV + b"7,a\0b,c\n", 7)
    yield case("bad UTF-8 in one record", CSV + b"7,\xff\xfe,c\n", 7)
    yield case("bad UTF-8 in every record", b"id,name,note\n" + b"1,\xe9,x\n2,\xe8,y\n", None)
    yield case("half a character at the end", CSV + b"7,a,\xe2\x82", 7)
    yield case("an overlong form", CSV + b"7,\xc0\xaf,c\n", 7)
    yield case("a surrogate", CSV + b"7,\xed\xa0\x80,c\n", 7)
    for codec in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        yield case(f"{codec} under UTF-8", csv_text(six).encode(codec), None)
    yield case("UTF-16 with its map", csv_text(six).encode("utf-16"), 6, encoding="utf-16")
    yield case("UTF-16 cut in a character", csv_text(six).encode("utf-16")[:-1], None, encoding="utf-16")
    yield case("CP1252 with its map", csv_text([["1", "Zoë", "x"]]).encode("cp1252"), 1, encoding="cp1252")
    yield case("bytes CP1252 has not", b"id,name,note\n1,\x81\x8d,x\n2,a,b\n", 2, encoding="cp1252")
    yield case("a field of 5 MB", CSV + b"7," + b"x" * 5_000_000 + b",c\n", 7)
    yield case("a field of 20 MB", CSV + b"7," + b"x" * 20_000_000 + b",c\n", None)
    yield case("a line of a million commas", CSV + b"," * 1_000_000 + b"\n", 7)
    yield case("a header of 3,000 columns", ",".join(["id", *(f"c{n}" for n in range(3000))]) + "\n", -1)
    yield case("the same key twice", CSV + b"1,Other,x\n", 7)
    yield case("the same record twice", CSV + b"1,Zebedee Quux,note 1\n", 7)
    yield case("no key", CSV + b",Nobody,x\n", 7)
    yield case("a key of blanks", CSV + b"   ,Nobody,x\n", 7)
    yield case("a formula", CSV + b"7,\"=cmd|' /C calc'!A0\",x\n", 7)
    yield case("a column name of our own", "id,name,note,_file\n1,a,b,c\n", -1)
    yield case("a section that is not there", CSV, None, section="Attendee Details")
    for name, data in damaged(CSV, rng, 24):
        yield case(name, data)


def of_gzip(rng):
    packed = gzip.compress(CSV, mtime=0)

    def case(name, data, rows=None):
        return Case(f"gzip: {name}", "csv", {"t.csv.gz": data}, rows)

    yield case("sound", packed, 6)
    yield case("two members", gzip.compress(CSV, mtime=0) + gzip.compress(b"7,Late,x\n", mtime=0), 7)
    yield case("not gzip", CSV, -1)
    yield case("empty", b"", None)
    yield case("without its end", packed[:-8], -1)
    yield case("rubbish behind", packed + b"rubbish", None)
    yield case("a bomb", bomb_gzip, -1)
    for name, data in damaged(packed, rng, 12):
        yield case(name, data)


def zeros(stream, head=b"id,name,note\n", size=560):
    """Write so many megabytes that pack to a thousandth: over the size that is unpacked."""
    stream.write(head)
    for _ in range(size):
        stream.write(b"0" * 1_000_000)


def bomb_gzip():
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as stream:
        zeros(stream)
    return out.getvalue()


def bomb_zip():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("t.csv", "w") as stream:
        zeros(stream)
    return out.getvalue()


def bomb_xlsx():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            with new.open(name, "w") as stream:
                if name == SHEET:
                    zeros(stream, b"<worksheet>")
                else:
                    stream.write(old.read(name))
    return out.getvalue()


JSON = json.dumps([dict(zip(COLUMNS, record, strict=True)) for record in RECORDS]).encode()


def of_json(rng):
    pointers = {"columns": {name: f"/{name}" for name in COLUMNS}}

    def case(name, data, expect=None, **table):
        data = data.encode() if isinstance(data, str) else data
        return Case(f"json: {name}", "json", {"t.json": data}, expect, pointers | table)

    def one(text):
        return b'[{"id": "1", "name": "Zebedee Quux", "note": ' + text + b"}]"

    yield case("sound", JSON, 6)
    yield case("empty", b"", None)
    yield case("null", b"null", None)
    yield case("a number", b"7", -1)
    yield case("an object without a list", b'{"id": "1"}', -1)
    yield case("a list of numbers", b"[1, 2, 3]", 3)
    yield case("a list of lists", b"[[1], [2]]", None)
    yield case("nulls among the records", b'[null, {"id": "1"}, null]', 3)
    yield case("another place", b'{"data": []}', -1, rows="/rows")
    yield case("a list that is an object", b'{"rows": {"id": "1"}}', -1, rows="/rows")
    yield case("a byte order mark", b"\xef\xbb\xbf" + JSON, 6)
    yield case("UTF-16", JSON.decode().encode("utf-16"), -1)
    yield case("bad UTF-8", one(b'"\xff"'), -1)
    yield case("a lone surrogate", one(b'"\\ud800"'), 1)
    yield case("an escaped NUL", one(b'"a\\u0000b"'), 1)
    yield case("a bare line end in text", one(b'"a\nb"'), None)
    yield case("NaN", one(b"NaN"), -1)
    yield case("Infinity", one(b"-Infinity"), -1)
    yield case("a number of 5,000 digits", one(b"9" * 5000), 1)
    yield case("1e999999", one(b"1e999999"), 1)
    yield case("a leading zero", one(b"007"), -1)
    yield case("a member twice", b'[{"id": "1", "id": "2"}]', -1)
    yield case("members that differ in case", b'[{"id": "1", "ID": "2", "name": "a"}]', 1)
    yield case("a comma too many", b'[{"id": "1"},]', -1)
    yield case("single quotes", b"[{'id': '1'}]", -1)
    yield case("a comment", b'[{"id": "1"} /* x */]', -1)
    yield case("two documents", JSON + JSON, -1)
    yield case("text behind", JSON + b" trailing", -1)
    for depth in (90, 1_000, 100_000):
        yield case(f"{depth} deep", one(b"[" * depth + b"]" * depth), None)
        yield case(f"{depth} deep, never closed", one(b"[" * depth), -1)
    yield case("objects 50,000 deep", one(b'{"a":' * 50_000 + b"1" + b"}" * 50_000), None)
    yield case("a text of 8 MB", one(b'"' + b"x" * 8_000_000 + b'"'), 1)
    yield case("5,000 members", one(b"{" + b",".join(b'"m%d": 1' % n for n in range(5000)) + b"}"), None)
    yield case("a key that is an object", b'[{"id": {"a": 1}, "name": "x"}]', 1)
    yield case("a child that is no list", b'[{"id": "1", "kids": 7}]', 1, each="/kids", columns={"id": "/id"})
    yield case(
        "a child list of nulls", b'[{"id": "1", "kids": [null, null]}]', None, each="/kids", columns={"id": "/id"}
    )
    yield case("a total that is another", b'{"n": 9, "rows": [{"id": "1"}]}', 1, rows="/rows", states_rows="/n")
    for name, data in damaged(JSON, rng, 24):
        yield case(name, data)


LINES = b"".join(json.dumps(dict(zip(COLUMNS, record, strict=True))).encode() + b"\n" for record in RECORDS)


def of_lines(rng):
    pointers = {"columns": {name: f"/{name}" for name in COLUMNS}}

    def case(name, data, rows=None):
        return Case(f"jsonl: {name}", "jsonl", {"t.jsonl": data}, rows, pointers)

    yield case("sound", LINES, 6)
    yield case("empty", b"", None)
    yield case("blank lines", LINES.replace(b"\n", b"\n\n \n"), 6)
    yield case("CRLF", LINES.replace(b"\n", b"\r\n"), 6)
    yield case("no last line end", LINES.rstrip(), 6)
    yield case("a broken line", LINES + b'{"id": "7", \n', 7)
    yield case("a list in a line", LINES + b"[1]\n", 7)
    yield case("bare words", LINES + b"hello\n", 7)
    yield case("two objects in a line", LINES + b'{"id": "7"} {"id": "8"}\n', 7)
    yield case("bad UTF-8", LINES + b'{"id": "\xff"}\n', 7)
    yield case("NUL bytes", LINES + b"\0\0\0\n", 7)
    yield case("a deep line", LINES + b"[" * 200_000 + b"\n", 7)
    yield case("a line of 9 MB", LINES + b'{"id": "7", "note": "' + b"x" * 9_000_000 + b'"}\n', 7)
    yield case("all broken", b"{\n{\n{\n", None)
    yield case("a JSON document", JSON, None)
    for name, data in damaged(LINES, rng, 18):
        yield case(name, data)


def parquet(columns=None):
    out = io.BytesIO()
    given = columns or {name: [record[i] for record in RECORDS] for i, name in enumerate(COLUMNS)}
    pq.write_table(pa.table(given), out)
    return out.getvalue()


def of_parquet(rng):
    base = parquet()

    def case(name, data, rows=None):
        return Case(f"parquet: {name}", "parquet", {"t.parquet": data}, rows)

    yield case("sound", base, 6)
    yield case("empty", b"", -1)
    yield case("only the marks", b"PAR1PAR1", -1)
    yield case("encrypted by its mark", base[:-4] + b"PARE", -1)
    yield case("a footer that claims too much", base[:-8] + (2**31 - 1).to_bytes(4, "little") + b"PAR1", -1)
    yield case("CSV under the name", CSV, -1)
    yield case("no rows", parquet({name: pa.array([], pa.string()) for name in COLUMNS}), 0)
    yield case("other columns", parquet({"a": ["1"], "b": ["2"]}), -1)
    nested = {"id": ["1"], "name": ["x"], "note": [[{"a": [1, 2], "b": None}]]}
    yield case("nested", parquet(nested), 1)
    yield case("bytes that are no text", parquet({"id": ["1"], "name": [b"\xff\xfe"], "note": ["x"]}), 1)
    for name, data in damaged(base, rng, 24):
        yield case(name, data)


def xlsx(rows=RECORDS, write=None):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Sheet1")
        for i, row in enumerate([COLUMNS, *rows]):
            sheet.write_row(i, 0, row)
        if write:
            write(book, sheet)
    return out.getvalue()


def repacked(data, change):
    """A zip archive with some parts changed: name to new bytes, None to leave one out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if change.get(name, b"") is not None:
                new.writestr(name, change.get(name) or old.read(name))
        for name in change.keys() - set(old.namelist()):
            new.writestr(name, change[name])
    return out.getvalue()


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">%s]>' % b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)
SHEET = "xl/worksheets/sheet1.xml"


def of_xlsx(rng):
    base = xlsx()

    def case(name, data, rows=None):
        return Case(f"xlsx: {name}", "xlsx", {"t.xlsx": data}, rows)

    yield case("sound", base, 6)
    yield case("empty", b"", -1)
    yield case("an old .xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2048, -1)
    yield case("an empty zip", repacked(base, dict.fromkeys(zipfile.ZipFile(io.BytesIO(base)).namelist())), -1)
    yield case("no sheet", repacked(base, {SHEET: None}), -1)
    yield case("no relations", repacked(base, {"xl/_rels/workbook.xml.rels": None}), -1)
    yield case("no strings", repacked(base, {"xl/sharedStrings.xml": None}), None)
    yield case("entities in the sheet", repacked(base, {SHEET: ENTITIES + b"<worksheet>&j;</worksheet>"}), -1)
    yield case("entities in the strings", repacked(base, {"xl/sharedStrings.xml": ENTITIES + b"<sst>&j;</sst>"}), -1)
    quadratic = b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 100_000 + b'">]><worksheet>' + b"&a;" * 20_000 + b"</worksheet>"
    yield case("quadratic growth", repacked(base, {SHEET: quadratic}), -1)
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>'
    yield case("an entity that names a file", repacked(base, {SHEET: outside}), -1)
    yield case("cut XML", repacked(base, {SHEET: b"<worksheet><sheetData><row><c>"}), -1)
    yield case("a bomb", bomb_xlsx, -1)
    cell = b'<worksheet><sheetData><row r="1"><c r="ZZZZZZ1"><v>1</v></c></row></sheetData></worksheet>'
    yield case("a cell beyond the last column", repacked(base, {SHEET: cell}), None)
    string = b'<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>99999</v></c></row></sheetData></worksheet>'
    yield case("a string that is not there", repacked(base, {SHEET: string}), -1)
    yield case("a formula", xlsx(write=lambda _, sheet: sheet.write_formula("A8", "=1+1")), 7)
    yield case("two sheets", xlsx(write=lambda book, _: book.add_worksheet("More")), -1)
    yield case("members with ../", repacked(base, {"../../evil.xml": b"<x/>"}), None)
    for name, data in damaged(base, rng, 24):
        yield case(name, data)


XML = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<rss xmlns:wp="urn:wp"><channel><title>x</title>'
    + b"".join(
        b"<item><wp:id>%s</wp:id><name>%s</name><note><![CDATA[%s]]></note></item>\n"
        % tuple(value.encode() for value in record)
        for record in RECORDS
    )
    + b"</channel></rss>"
)


def of_xml(rng):
    given = {"rows": "/rss/channel/item", "columns": {"id": "/wp:id", "name": "/name", "note": "/note"}}

    def case(name, data, rows=None):
        return Case(f"xml: {name}", "xml", {"t.xml": data}, rows, given)

    def item(inner):
        return XML.replace(b"</channel>", b"<item><wp:id>7</wp:id>" + inner + b"</item></channel>")

    yield case("sound", XML, 6)
    yield case("empty", b"", -1)
    yield case("no rows", b"<rss><channel/></rss>", None)
    yield case("another root", b"<feed><item/></feed>", None)
    yield case("entities", ENTITIES + b"<rss><channel><item>&j;</item></channel></rss>", -1)
    yield case(
        "quadratic growth",
        b'<!DOCTYPE rss [<!ENTITY a "' + b"a" * 100_000 + b'">]><rss>' + b"&a;" * 20_000 + b"</rss>",
        -1,
    )
    yield case("a file as an entity", b'<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss>&a;</rss>', -1)
    yield case("a file as the DTD", b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd"><rss><channel/></rss>', -1)
    yield case("an undeclared entity", item(b"<name>&nbsp;</name>"), -1)
    yield case("unclosed", XML[:-20], -1)
    yield case("crossed", item(b"<name><note></name></note>"), -1)
    yield case("an undeclared prefix", item(b"<zz:name>x</zz:name>"), None)
    yield case("an attribute twice", item(b'<name a="1" a="2"/>'), -1)
    yield case("a NUL byte", item(b"<name>a\0b</name>"), -1)
    yield case("bad UTF-8", item(b"<name>\xff</name>"), -1)
    yield case("another encoding declared", XML.replace(b"UTF-8", b"ISO-8859-1"), 6)
    yield case("an encoding nobody knows", XML.replace(b"UTF-8", b"X-NONE"), -1)
    yield case("50,000 deep", item(b"<a>" * 50_000 + b"</a>" * 50_000), None)
    yield case("a text of 12 MB", item(b"<name>" + b"x" * 12_000_000 + b"</name>"), None)
    yield case("values twice", item(b"<name>a</name><name>b</name>"), 7)
    yield case("two documents", XML + XML, -1)
    yield case("XInclude", item(b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'), None)
    for name, data in damaged(XML, rng, 18):
        yield case(name, data)


def mail(number, name, body="Hello.", headers=""):
    return (
        f"From MAILER-DAEMON Sat Jan  1 00:00:00 2000\nMessage-ID: <{number}@mail.example>\n"
        f"Date: Mon, 05 Feb 2024 10:00:00 +0000\nFrom: {name} <p{number}@mail.example>\n{headers}\n{body}\n\n"
    ).encode()


MBOX = b"".join(mail(number, name) for number, name, _ in RECORDS)


def of_mail(rng):
    columns = ["message_id", "date", "from_address", "from_name", "subject", "body", "attachments"]

    def case(name, data, rows=None, file="t.mbox", **table):
        return Case(
            f"mail: {name}", "mailbox", {file: data}, rows, {"columns": columns, "digest_key": True, **table}, "mailbox"
        )

    def attached(kind, data):
        text = base64.encodebytes(data).decode()
        head = 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="B"\n'
        body = f'--B\n\nHi\n--B\nContent-Type: {kind}; name="a"\nContent-Transfer-Encoding: base64\n\n{text}\n--B--'
        return MBOX + mail(7, "Seven", body, head)

    yield case("sound", MBOX, 6)
    yield case("empty", b"", None)
    yield case("no From line", MBOX.split(b"\n", 1)[1], None)
    yield case("no headers", MBOX + b"From x Sat Jan  1 00:00:00 2000\n\njust text\n\n", 7)
    yield case("no Message-ID", MBOX + b"From x Sat Jan  1 00:00:00 2000\nSubject: x\n\ntext\n\n", 7)
    yield case("a date that is none", MBOX + mail(7, "Seven").replace(b"Mon, 05 Feb 2024", b"Someday"), 7)
    yield case("two dates", MBOX + mail(7, "Seven", headers="Date: Tue, 06 Feb 2024 10:00:00 +0000\n"), 7)
    yield case(
        "a charset nobody knows", MBOX + mail(7, "Seven", headers="Content-Type: text/plain; charset=x-none\n"), 7
    )
    yield case("a broken encoded word", MBOX + mail(7, "=?utf-8?B?!!!?=", headers="Subject: =?utf-8?Q?=ZZ?=\n"), 7)
    yield case("multipart without its boundary", MBOX + mail(7, "Seven", headers="Content-Type: multipart/mixed\n"), 7)
    yield case(
        "parts never closed", MBOX + mail(7, "S", "--B\n\nx", 'Content-Type: multipart/mixed; boundary="B"\n'), 7
    )
    nest = "".join(f'Content-Type: multipart/mixed; boundary="B{n}"\n\n--B{n}\n' for n in range(300))
    yield case("300 parts deep", MBOX + mail(7, "Seven", "x", nest.removesuffix("\n")), None)
    yield case("a header of 3 MB", MBOX + mail(7, "Seven", headers="Subject: " + "x" * 3_000_000 + "\n"), 7)
    yield case(
        "10,000 recipients",
        MBOX + mail(7, "S", headers="To: " + ", ".join(f"a{n}@b.example" for n in range(10_000)) + "\n"),
        7,
    )
    yield case(
        "bad base64", MBOX + mail(7, "S", "!!!!", "Content-Transfer-Encoding: base64\nContent-Type: text/plain\n"), 7
    )
    yield case("8-bit bytes", MBOX + mail(7, "S").replace(b"Hello", b"\xff\xfe\x80"), 7)
    yield case("NUL bytes", MBOX + mail(7, "S").replace(b"Hello", b"\0\0"), 7)
    yield case("From inside a body", MBOX + mail(7, "S", "one\n\n>From here\ntwo"), 7)
    yield case("an attachment", attached("application/pdf", b"%PDF-1.4 broken"), 7)
    yield case("a message in a message", attached("message/rfc822", mail(8, "Eight").split(b"\n", 1)[1]), 7)
    yield case("an eml", MBOX.split(b"\n", 1)[1].split(b"\nFrom ")[0], 1, "t.eml")
    yield case("an empty eml", b"", None, "t.eml")
    for name, data in damaged(MBOX, rng, 18):
        yield case(name, data)


LOG = b"".join(
    b'203.0.113.%d - - [10/Oct/2024:13:55:%02d +0000] "GET /?n=%s HTTP/1.1" 200 12 "-" "agent"\n'
    % (n, n, name.replace(" ", "+").encode())
    for n, name in enumerate(NAMES, 1)
)


def of_logs(rng):
    columns = ["entry", "host", "ident", "authuser", "time", "request", "status", "bytes", "referer", "user_agent"]

    def case(name, data, rows=None, file="t.log"):
        given = {"columns": columns, "key": ["entry"], "digest_key": True}
        return Case(f"weblog: {name}", "weblog", {file: data}, rows, given, "weblog")

    yield case("sound", LOG, 6)
    yield case("empty", b"", None)
    yield case("a line of nothing", LOG + b"\n", None)
    yield case("a line of another form", LOG + b"hello world\n", 7)
    yield case("a TLS greeting", LOG + LOG.splitlines()[0].replace(b"GET /", b"\\x16\\x03\\x01") + b"\n", 7)
    yield case("escaped quotes", LOG + LOG.splitlines()[0].replace(b"agent", b'a \\"b\\" c') + b"\n", 7)
    yield case("bare quotes", LOG + LOG.splitlines()[0].replace(b"agent", b'a "b" c') + b"\n", 7)
    yield case("NUL bytes", LOG + b"\0" * 300 + b"\n", 7)
    yield case("a line of 4 MB", LOG + LOG.splitlines()[0].replace(b"agent", b"x" * 4_000_000) + b"\n", 7)
    yield case("bad UTF-8", LOG + LOG.splitlines()[0].replace(b"agent", b"\xff") + b"\n", 7)
    yield case("no last line end", LOG.rstrip(), 6)
    yield case("gzip, cut", gzip.compress(LOG, mtime=0)[:-9], -1, "t.log.gz")
    yield case("gzip", gzip.compress(LOG, mtime=0), 6, "t.log.gz")
    for name, data in damaged(LOG, rng, 12):
        yield case(name, data)


def archive(members, *, stored=False):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as packed:
        for name, data in members:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            packed.writestr(info, data)
    return out.getvalue()


def of_archives(rng):
    def case(name, data, rows=None):
        return Case(f"zip: {name}", "zip", {"t.zip": data}, rows, {"file": "t.csv", "format": "csv"})

    link = zipfile.ZipInfo("t.csv")
    link.external_attr = 0o120777 << 16
    locked = bytearray(archive([("t.csv", CSV)]))
    locked[6] |= 1
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    yield case("sound", archive([("t.csv", CSV)]), 6)
    yield case("stored", archive([("t.csv", CSV)], stored=True), 6)
    yield case("empty", b"", -1)
    yield case("no members", archive([]), -1)
    yield case("another member", archive([("u.csv", CSV)]), -1)
    yield case("a member with ../", archive([("../t.csv", CSV)]), -1)
    yield case("a member with ../ beside", archive([("t.csv", CSV), ("../../etc/passwd", b"x")]), -1)
    yield case("an absolute member", archive([("t.csv", CSV), ("/etc/passwd", b"x")]), -1)
    yield case("a symbolic link", archive([(link, b"/etc/passwd")]), -1)
    yield case("a member twice", archive_twice(), -1)
    yield case("locked", bytes(locked), -1)
    yield case("a bomb", bomb_zip, -1)
    yield case("a zip in a zip", archive([("t.csv", archive([("t.csv", CSV)]))]), None)
    yield case("backslashes", archive([("..\\t.csv", CSV)]), -1)
    for name, data in damaged(archive([("t.csv", CSV)]), rng, 12):
        yield case(name, data)


def archive_twice():
    first = archive([("t.csv", CSV), ("x.csv", CSV)])
    return first.replace(b"x.csv", b"t.csv")


def of_places():
    """Files that are not where, or not what, they seem."""

    def case(name, links, rows=-1, files=None, **table):
        return Case(f"place: {name}", "csv", files or {"u.csv": CSV}, rows, table, links=links)

    yield case("a link out of the folder", {"t.csv": "/etc/passwd"})
    yield case("a link up", {"t.csv": "../../../../etc/passwd"})
    yield case("a link to nothing", {"t.csv": "nowhere.csv"})
    yield case("a link to itself", {"t.csv": "t.csv"})
    yield case("a link to a device", {"t.csv": "/dev/zero"})
    yield case("a link into Abide's own state", {"t.csv": "../.abide/key"})
    yield case("a link inside", {"t.csv": "u.csv"}, 6)
    yield case("a folder of that name", {}, -1, {"t.csv/u.csv": CSV})
    yield case("a hidden file", {}, -1, {".t.csv": CSV})


def cases():
    """Every case, the same ones each time."""
    rng = random.Random(11)  # noqa: S311 - the same cases each time
    makers = (of_csv, of_gzip, of_json, of_lines, of_parquet, of_xlsx, of_xml, of_mail, of_logs, of_archives)
    found = [case for maker in makers for case in maker(rng)]
    return [*found, *of_places()]
