"""Broken CSV."""

from tests.stores.malformed.export import COLUMNS, RECORDS, Case, damaged


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
