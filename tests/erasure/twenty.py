"""Twenty stores of every medium, each with people of whom four are to go, and notes on them: their bindings and contents."""

import contextlib
import io
import json
import sqlite3
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from urllib.parse import urlsplit, urlunsplit

AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEYS = [str(n) for n in range(1, 13)]
GONE = {"2", "5", "7", "11"}
COLUMNS = ["id", "email", "full_name", "closed", "result", "notes"]
NOTED = ["id", "of", "said"]
CALL = "  erasure: {kind: immediate, method: deleted, source: test}"
FACTS = "subject_type: candidate\n    purpose: recruitment\n    lawful_basis: contract"
TABLE = f"""\
  - name: NAME
    WHERE
    columns: COLUMNS
    key: [id]
    subject: {{email: email}}
    {FACTS}
    record: {{ended_on: try_cast(closed as date), outcome: lower(result)}}
    personal: {{email: user.contact.email, full_name: user.name}}
  {CALL}
"""
NOTES = f"""\
  - name: NAME_notes
    WHERE
    columns: COLUMNS
    key: [id]
    links: {{of: NAME.id}}
  {CALL}
"""
MAIL = f"""\
  - name: messages
    columns: [message_id, from_address, subject, body]
    key: [message_id]
    digest_key: true
    subject: {{email: from_address}}
    {FACTS}
    record: {{ended_on: "try_cast(split_part(subject, ' ', 1) as date)", outcome: "split_part(subject, ' ', 2)"}}
    personal: {{from_address: user.contact.email}}
  {CALL}
"""
HITS = f"""\
  - name: hits
    columns: [entry, host, path, authuser]
    key: [entry]
    digest_key: true
    subject: {{email: authuser}}
    {FACTS}
    record: {{ended_on: "try_cast(split_part(path, '/', 2) as date)", outcome: "split_part(path, '/', 3)"}}
    personal: {{authuser: user.contact.email}}
  {CALL}
"""
FILES = {
    "sheets": "csv", "zipped": "zip", "lines": "jsonl", "whole": "json", "parquet": "parquet", "book": "xlsx",
    "ledger": "xlsx", "feed": "xml", "site": "xml",
}  # fmt: skip
"""Stores of files, and what is in them."""
BASES = {"pg": ("pg", "pgb", "pgc"), "my": ("my", "myb", "myc")}
LITE = ("lite", "liteb")
OTHERS = ("mail", "hits", "chat")
STORES = (*BASES["pg"], *BASES["my"], *LITE, *FILES, *OTHERS)


def people(prefix):
    for key in KEYS:
        closed = "2023-01-10" if key in GONE else "2026-02-01"
        yield (
            key,
            f"{prefix}{key}@mail.example",
            f"Person {prefix}{key}",
            closed,
            "unsuccessful",
            f"note of {prefix}{key}",
        )


def notes(prefix):
    for key in KEYS:
        yield f"n{key}", key, f"about {prefix}{key}"


# --- bindings ---------------------------------------------------------------------------------------------------------


def _bind(place, name, head, tables):
    (place / "stores" / f"{name}.yaml").write_text(
        f"name: {name}\nrole: controller\nfresh_within: 26 hours\n{head}\ntables:\n{tables}"
    )


def _table(template, name, where, columns):
    return template.replace("NAME", name).replace("WHERE", where).replace("COLUMNS", str(columns))


def _both(name, people_where, notes_where):
    return _table(TABLE, name, people_where, COLUMNS) + _table(NOTES, name, notes_where, NOTED)


def bind_sql(place, name, url, erase_url):
    head = f"connector: sql\nurl: {url}\nerase: {{by: sql, url: '{erase_url}'}}"
    _bind(place, name, head, _both(name, f"source: {name}", f"source: {name}_notes"))


def bind_files(place, name, form):
    export = f"{name}/*.zip" if form == "zip" else name
    dated = "exported_at: {name: '%Y-%m-%d'}"
    inside = "" if form == "zip" else "-*"
    end = "csv" if form == "zip" else form
    rows = "    rows: /all/one\n" if form == "xml" else ""
    files = [f"file: '{what}{inside}.{end}'\n{rows}".rstrip() for what in ("all", "notes")]
    _bind(place, name, f"connector: files\nexport: '{export}'\n{dated}\nerase: {{by: files}}", _both(name, *files))


def bind_others(place, chat):
    stamped = "exported_at: {name: '%Y-%m-%d'}"
    _bind(place, "mail", f"connector: mailbox\nexport: mail\n{stamped}\nerase: {{by: mailbox}}", MAIL)
    _bind(place, "hits", f"connector: weblog\nexport: hits\n{stamped}\nerase: {{by: weblog}}", HITS)
    crisp = f"erase: {{by: crisp, url: '{chat}/v1', token: '${{ERASER_TOKEN}}', options: {{website_id: w-1, tier: plugin}}}}"
    table = _table(TABLE, "people", "file: 'all-*.csv'", COLUMNS)
    table = table.replace("key: [id]", "key: [people_id]").replace("'id'", "'people_id'")
    _bind(place, "chat", f"connector: files\nexport: chat\n{stamped}\n{crisp}", table)


# --- contents ---------------------------------------------------------------------------------------------------------


def schema(prefix):
    """The statements that make a database store's tables."""
    yield (
        f"CREATE TABLE {prefix} (id varchar(20) PRIMARY KEY, email varchar(100), full_name varchar(100), closed varchar(20), "
        "result varchar(20), notes text)"
    )
    yield (
        f"CREATE TABLE {prefix}_notes (id varchar(20) PRIMARY KEY, of varchar(20), said text, "
        f"FOREIGN KEY (of) REFERENCES {prefix} (id))"
    )


def contents(prefix):
    """The statements that put their rows back."""
    yield f"DELETE FROM {prefix}_notes"
    yield f"DELETE FROM {prefix}"
    yield f"INSERT INTO {prefix} VALUES {', '.join(map(str, people(prefix)))}"
    yield f"INSERT INTO {prefix}_notes VALUES {', '.join(map(str, notes(prefix)))}"


def write_lite(place, name):
    path = place / f"{name}.db"
    path.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(path)) as con:
        for statement in (*schema(name), *contents(name)):
            con.execute(statement)
        con.commit()


def _csv(columns, rows):
    return "".join(",".join(row) + "\n" for row in (columns, *rows)).encode()


def _listed(columns, rows):
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _parquet(columns, rows):
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(_listed(columns, rows)), out)
    return out.getvalue()


def _xlsx(columns, rows):
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.set_properties({"created": AS_OF})
    sheet = book.add_worksheet()
    for n, row in enumerate([columns, *rows]):
        sheet.write_row(n, 0, row)
    book.close()
    return out.getvalue()


def _xml(columns, rows):
    ones = (
        "<one>" + "".join(f"<{c}>{v}</{c}>" for c, v in zip(columns, row, strict=True)) + "</one>\n" for row in rows
    )
    return f"<all>\n{''.join(ones)}</all>\n".encode()


FORMS = {
    "csv": _csv,
    "jsonl": lambda columns, rows: "".join(json.dumps(row) + "\n" for row in _listed(columns, rows)).encode(),
    "json": lambda columns, rows: json.dumps(_listed(columns, rows), indent=1).encode(),
    "parquet": _parquet,
    "xlsx": _xlsx,
    "xml": _xml,
}


def write_files(place, name, form):
    home = place / name
    home.mkdir(exist_ok=True)
    made = {"all": (COLUMNS, list(people(name))), "notes": (NOTED, list(notes(name)))}
    if form != "zip":
        for what, (columns, rows) in made.items():
            (home / f"{what}-2026-03-01.{form}").write_bytes(FORMS[form](columns, rows))
        return
    with zipfile.ZipFile(home / "export-2026-03-01.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for what, (columns, rows) in made.items():
            archive.writestr(zipfile.ZipInfo(f"{what}.csv", (2026, 3, 1, 0, 0, 0)), _csv(columns, rows))


def write_others(place):
    for name in OTHERS:
        (place / name).mkdir(exist_ok=True)
    box = []
    for key, email, full_name, closed, result, note in people("mail"):
        letter = EmailMessage()
        letter["From"], letter["Subject"] = f"{full_name} <{email}>", f"{closed} {result}"
        letter["Message-ID"] = f"<{key}@mail.example>"
        letter.set_content(note)
        if int(key) > 9:
            (place / "mail" / f"{key}-2026-03-01.eml").write_bytes(letter.as_bytes())
        else:
            box.append(b"From x Mon Jan  1 00:00:00 2024\n" + letter.as_bytes() + b"\n")
    (place / "mail" / "in-2026-03-01.mbox").write_bytes(b"".join(box))
    hits = [
        f'192.0.2.{key} - {email} [31/Jan/2024:12:00:00 +0000] "GET /{closed}/{result}/{key} HTTP/1.1" 200 5 "-" "x"\n'
        for key, email, _, closed, result, _ in people("hits")
    ]
    (place / "hits" / "access-2026-03-01.log").write_text("".join(hits))
    (place / "chat" / "all-2026-03-01.csv").write_bytes(_csv(["people_id", *COLUMNS[1:]], people("chat")))


def with_account(url, name, password):
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{name}:{password}@{parts.hostname}:{parts.port or ''}".rstrip(":")))
