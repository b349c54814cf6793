"""What a column can hold that is not about a person, or that only may be said to be.

Here: codes, dates, sums, products, companies, machine text. Not here: data about people (`personal_kinds`).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from benchmarks.sets import identifiers as ids
from benchmarks.sets.kinds import day_between, kind, simple
from benchmarks.sets.people import Row, ascii_letters

ID = "~user.unique_id ~user.account ~user.unique_id.pseudonymous"


@kind("person_id", ID)
def _person_id(row: Row, arg: str) -> str:
    return f"{arg}{row.rng.randrange(10000, 99999)}"


@kind("seq")
def _seq(row: Row, arg: str) -> str:
    return f"{arg}{row.index + 1}"


@kind("ref")
def _ref(row: Row, arg: str) -> str:
    """A reference code: ``#`` is a digit, ``@`` a letter, the rest stands as it is."""
    letters = "ABCDEFGHJKLMNPRSTUVWXYZ"
    made = {"#": lambda: ids.digits(row.rng, 1), "@": lambda: row.rng.choice(letters)}
    return "".join(made[c]() if c in made else c for c in arg)


@kind("choice")
def _choice(row: Row, arg: str) -> str:
    return row.rng.choice(arg.split(";"))


@kind("date")
def _date(row: Row, arg: str) -> str:
    return day_between(row, date(2019, 1, 1), date(2026, 6, 30)).strftime(arg or "%Y-%m-%d")


@kind("stamp")
def _stamp(row: Row, arg: str) -> str:
    at = datetime(2024, 1, 1) + timedelta(seconds=row.rng.randrange(63_000_000))  # noqa: DTZ001 - a text, no moment
    return at.strftime(arg or "%Y-%m-%dT%H:%M:%SZ")


@kind("int")
def _int(row: Row, arg: str) -> str:
    low, high = (arg or "1-500").split("-")
    return str(row.rng.randrange(int(low), int(high)))


@kind("num")
def _num(row: Row, arg: str) -> str:
    low, high = (arg or "0-100").split("-")
    return f"{row.rng.uniform(float(low), float(high)):.2f}"


@kind("price")
def _price(row: Row, arg: str) -> str:
    return f"{arg}{row.rng.randrange(2, 900)}.{row.rng.choice(('00', '50', '99', '95'))}"


@kind("term")
def _term(row: Row, arg: str) -> str:
    return row.pick(arg)


@kind("words")
def _words(row: Row, arg: str) -> str:
    """One of the sentences given, its slots filled by other kinds: ``{product}`` a term, ``{9}`` a number."""
    text = row.rng.choice(arg.split(";"))
    for name in ("product", "company", "software", "town", "department", "course"):
        mark = "{" + name + "}"
        if mark in text:
            plural = {"company": "companies"}.get(name, name + "s" if name != "software" else name)
            text = text.replace(mark, row.pick(plural))
    return text.replace("{9}", str(row.rng.randrange(2, 400)))


PURCHASE = "~user.behavior.purchase_history ~user.behavior"
COMPANY = "~user.contact.organization ~user.workplace"
simple("product", PURCHASE, lambda r: r.pick("products"))
simple("company", COMPANY, lambda r: r.pick("companies"))
simple("software", "", lambda r: r.pick("software"))
simple("department", "~user.workplace", lambda r: r.pick("departments"))
simple("course", "~user.behavior", lambda r: r.pick("courses"))


def _role_email(row: Row) -> str:
    role = row.rng.choice(("info", "sales", "accounts", "orders", "hello", "support"))
    return f"{role}@{ascii_letters(row.pick('companies'))}.example"


simple("role_email", "~user.contact.email", _role_email)
simple("switchboard", "~user.contact.phone_number", lambda r: f"0808 157 0{ids.digits(r.rng, 3)}")
simple("uuid", ID, lambda r: ids.uuid(r.rng))
simple("sha", "", lambda r: ids.hexa(r.rng, 40))
simple("ean", "", lambda r: ids.ean(r.rng))
simple("vat", "", lambda r: ids.vat(r.rng))
simple("company_no", "", lambda r: r.rng.choice(("0", "1")) + ids.digits(r.rng, 7))
simple("version", "", lambda r: ".".join(str(r.rng.randrange(20)) for _ in range(r.rng.choice((3, 4)))))
simple(
    "page",
    "~user.behavior.browsing_history ~user.contact.url",
    lambda r: (
        f"https://{r.pick('websites')}/{r.rng.choice(('shop', 'help', 'about', 'news', 'blog'))}/{r.rng.randrange(900)}"
    ),
)
simple(
    "json",
    "",
    lambda r: (
        f'{{"retries": {r.rng.randrange(5)}, "ok": {r.rng.choice(("true", "false"))}, "ms": {r.rng.randrange(900)}}}'
    ),
)


def _path(row: Row) -> str:
    folder, ending = row.rng.choice(("in", "out", "archive")), row.rng.choice(("csv", "log", "parquet"))
    return f"/var/data/{folder}/{ids.hexa(row.rng, 8)}.{ending}"


simple("path", "", _path)
simple(
    "colour",
    "",
    lambda r: r.rng.choice(
        ("Black", "White", "Navy", "Olive", "Rose", "Violet", "Coral", "Grey", "Sage", "Amber", "Brown")
    ),
)
simple(
    "bank_holiday",
    "",
    lambda r: r.rng.choice(("Good Friday", "Easter Monday", "Christmas Day", "Eid al-Fitr", "Diwali", "Passover")),
)
simple("depot_lat", "~user.location ~user.location.precise", lambda r: f"{r.rng.uniform(50.1, 57.9):.4f}")
simple("depot_lon", "~user.location ~user.location.precise", lambda r: f"{r.rng.uniform(-5.1, 1.4):.4f}")
simple("yn", "", lambda r: r.rng.choice("YN"))
