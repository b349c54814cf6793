"""Rows of an ordinary business, for measuring: four tables of eleven columns, seeded, of people who do not exist.

Here: what the rows hold. Not here: what is measured over them (`benchmarks/scan.py`). Customers are 30 % of the rows,
orders 35 %, web requests 25 %, support tickets 10 %; one ticket text in three names a person, one in twenty tells
something of a special category. Ticket texts are put together from clauses with numbers in them, so few repeat.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from examples.people import People, Person

Row = dict[str, str]

_BEGAN = datetime(2024, 1, 1)  # noqa: DTZ001 - exports write local times
_PRODUCTS = ("Desk lamp", "Standing desk", "Office chair", "Label printer", "Whiteboard", "Monitor arm", "Paper A4")
_STATUS = ("paid", "shipped", "returned", "cancelled", "open")
_PATHS = ("/", "/products", "/basket", "/account/orders", "/help/returns", "/search?q=desk", "/blog/standing-desks")
_AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
    "Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0",
)
_OPENERS = (
    "The {thing} from order {n} arrived with a scratch on the left side and the box was open.",
    "We ordered {q} of the {thing} on {day} and only {r} have come so far.",
    "Could you tell me whether the {thing} fits a table of {n} mm?",
    "The invoice for order {n} shows {q} pieces, but we were charged for {r}.",
    "Since the update to version {q}.{r} the portal logs me out after {q} minutes.",
    "Delivery to {city} was promised for {day} and nothing came.",
)
_MIDDLES = (
    "I have tried it on two computers and the result is the same.",
    "Please send a replacement to {city} or refund the £{n}.00 we paid.",
    "Our purchasing department in {city} needs the corrected invoice by {day}.",
    "The reference on the parcel is {n}-{q} and the driver left it at the gate.",
    "It would help us to know how many of the {thing} are left in the warehouse.",
    "The manual says to hold the button for {q} seconds, which does nothing.",
)
_NAMED = (
    "I spoke to {name} about this on {day} and was told to wait.",
    "Please copy in {name} at {email} when you reply.",
    "You can reach {name} on {phone} until five.",
    "Kind regards, {name}",
)
_SPECIAL = (
    "I am off sick until {day}, so please leave it with a neighbour.",
    "She uses a wheelchair and cannot reach the upper shelf.",
    "Her union rep asked for the same chair.",
)
_CLOSERS = (
    "Thank you for looking into it.",
    "We would like an answer by {day}.",
    "Please close the ticket once the refund of £{n}.00 is through.",
    "Otherwise we were happy with the {thing}.",
)


def _day(rng: random.Random) -> datetime:
    return _BEGAN + timedelta(seconds=rng.randrange(2 * 365 * 86_400))


def ticket(rng: random.Random, person: Person) -> str:
    """One ticket's text: three to six sentences."""
    parts = [rng.choice(_OPENERS), rng.choice(_MIDDLES)]
    if rng.random() < 0.5:
        parts.append(rng.choice(_MIDDLES))
    if rng.random() < 1 / 3:
        parts.append(rng.choice(_NAMED))
    if rng.random() < 1 / 20:
        parts.append(rng.choice(_SPECIAL))
    parts.append(rng.choice(_CLOSERS))
    return " ".join(
        part.format(
            thing=rng.choice(_PRODUCTS).lower(),
            n=rng.randint(1000, 99_999),
            q=rng.randint(2, 40),
            r=rng.randint(1, 30),
            day=_day(rng).strftime("%d %B"),
            city=person.city,
            name=person.name,
            email=person.email,
            phone=person.phone,
        )
        for part in parts
    )


def _customer(rng: random.Random, person: Person) -> Row:
    return {
        "customer_id": f"C{100_000 + person.number}",
        "first_name": person.first,
        "last_name": person.last,
        "email": person.email,
        "mobile": f"07{rng.randint(400, 999)} {rng.randint(100_000, 999_999)}",
        "date_of_birth": person.born.isoformat(),
        "street": person.street,
        "city": person.city,
        "postcode": person.postcode,
        "company": person.company,
        "created_at": _day(rng).isoformat(sep=" "),
    }


def _order(rng: random.Random, person: Person) -> Row:
    ordered = _day(rng)
    return {
        "order_id": str(rng.randint(10_000_000, 99_999_999)),
        "customer_id": f"C{100_000 + rng.randint(1, person.number)}",
        "product": rng.choice(_PRODUCTS),
        "quantity": str(rng.randint(1, 40)),
        "price": f"{rng.randint(3, 900)}.{rng.randint(0, 99):02d}",
        "currency": rng.choice(("GBP", "EUR")),
        "status": rng.choice(_STATUS),
        "ordered_at": ordered.isoformat(),
        "invoice_no": f"INV-{ordered.year}-{rng.randint(1, 999_999):06d}",
        "delivery_note": f"Leave at {person.street}" if rng.random() < 0.05 else "",
        "contact": person.name,
    }


def _visit(rng: random.Random, person: Person) -> Row:
    return {
        "time": _day(rng).isoformat() + "Z",
        "client_ip": f"203.0.{rng.randint(112, 114)}.{rng.randint(1, 254)}",
        "method": rng.choice(("GET", "GET", "POST")),
        "path": f"{rng.choice(_PATHS)}#{rng.randint(1, 5000)}",
        "status": rng.choice(("200", "304", "404")),
        "bytes": str(rng.randint(200, 90_000)),
        "referrer": f"https://shop.example{rng.choice(_PATHS)}",
        "user_agent": rng.choice(_AGENTS),
        "session": f"{rng.getrandbits(128):032x}",
        "customer_id": f"C{100_000 + rng.randint(1, person.number)}",
        "country": rng.choice(("GB", "IE", "FR")),
    }


def _ticket(rng: random.Random, person: Person) -> Row:
    opened = _day(rng)
    return {
        "ticket_id": str(700_000 + person.number),
        "opened_at": opened.isoformat(sep=" "),
        "closed_at": (opened + timedelta(hours=rng.randint(1, 400))).isoformat(sep=" "),
        "requester": person.email,
        "assignee": rng.choice(("Support", "Returns", "Accounts")),
        "priority": rng.choice(("low", "normal", "high")),
        "subject": f"{rng.choice(_PRODUCTS)}: question about order {rng.randint(10_000, 99_999)}",
        "body": ticket(rng, person),
        "product": rng.choice(_PRODUCTS),
        "version": f"{rng.randint(1, 9)}.{rng.randint(0, 20)}.{rng.randint(0, 9)}",
        "satisfaction": rng.choice(("good", "bad", "offered")),
    }


TABLES: dict[str, tuple[Callable[[random.Random, Person], Row], float]] = {
    "customers": (_customer, 0.30),
    "orders": (_order, 0.35),
    "visits": (_visit, 0.25),
    "tickets": (_ticket, 0.10),
}


def tables(rows: int, seed: int = 7) -> dict[str, list[Row]]:
    """Table → its rows; `rows` is their sum, about 240 bytes each."""
    return {name: list(_rows(name, round(rows * share), seed)) for name, (_, share) in TABLES.items()}


def _rows(name: str, count: int, seed: int) -> Iterator[Row]:
    make, _ = TABLES[name]
    rng = random.Random(f"{name}/{seed}")  # noqa: S311 - the same rows each time
    people = People(rng)
    for _ in range(count):
        yield make(rng, people.person())


def changed(rows: list[Row], name: str, share: float, seed: int = 11) -> list[Row]:
    """The same rows with `share` of them, spread evenly, replaced by new ones."""
    step = round(1 / share)
    fresh = _rows(name, len(rows) // step + 1, seed)
    return [next(fresh) if number % step == step // 2 else row for number, row in enumerate(rows)]
