"""Random worlds: one clause of one rule, and the rows of its relation, drawn so that edges are met often.

Here: drawing. Not here: what the rows mean (``promises``, ``registers``), and judging them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from rules.relations import CLOCKS, RELATIONS
from tests.rules.oracle.days import DAY, plus
from tests.rules.oracle.promises import Night, Row

WORDS: dict[str, tuple[str, ...]] = {
    "subject_type": ("candidate", "client", "delegate"),
    "purpose": ("marketing", "payment", "recruitment"),
    "outcome": ("ended", "open"),
    "status": ("granted", "refused", "partly", "required"),
    "lawful_basis": ("consent", "contract", "legitimate_interests"),
    "basis_evidence": ("tick_box",),
    "special_condition": ("explicit_consent", "made_public"),
    "source": ("reseller", "linkedin"),
    "channel": ("email", "sms", "telephone"),
    "document_type": ("invoice", "paye"),
    "store": ("crm", "desk", "shop"),
    "table": ("people", "notes"),
    "category": (
        "user.name", "user.name.first", "user.contact.email", "user.contact.phone_number", "user.job_title",
        "user.health_and_medical", "user.health_and_medical.genetic", "user.criminal_history", "user.biometric",
        "user.demographic.religious_belief", "user.demographic.dietary_requirement", "user.unique_id",
    ),
    "stated_or_implied": ("stated", "implied"),
    "about": ("subject", "other"),
    "said_by": ("map", "scanner"),
    "column": ("notes", "answer", "title"),
    "message_purpose": ("marketing", "survey", "transactional"),
    "right_exercised": ("access", "erasure", "restriction", "complaint"),
    "refusal_ground": ("stated",),
    "recipient": ("somebody",),
    "recipient_kind": ("regulator", "auditor", "list_broker"),
    "legal_ground": ("contract", "legal_obligation"),
    "contract": ("DPA-7",),
    "country": ("GB", "IE", "US"),
    "mechanism": ("idta",),
    "provider": ("Lantern Hosting",),
    "certificate": ("names_it",),
    "kind": ("laptop", "file", "legitimate_interests", "security_review"),
    "open_to": ("owner", "group", "everyone"),
    "reading": ("read", "stale", "empty", "failed", "not_read"),
    "role": ("controller",),
}  # fmt: skip
"""The codes a column may hold; clauses draw from the same ones."""

LISTS = {
    "purposes": "purpose", "except_purposes": "purpose", "subject_types": "subject_type", "evidenced": "lawful_basis",
    "held_in": "store", "stores": "store", "message_purposes": "message_purpose", "channels": "channel",
    "categories": "category", "conditions": "special_condition", "rights": "right_exercised", "kinds": "kind",
    "recipient_kinds": "recipient_kind", "no_mechanism_needed": "country", "open_to": "open_to", "allowed": "status",
}  # fmt: skip
"""Of a parameter that is a list, the column whose words it lists."""

PERIODS = ("1 month", "28 days", "12 months", "36 months", "6 years", "1 week", "90 days")
COUNTED = ("kept-past-period", "request-overdue", "erasure-request-unmet")
"""Rules that may be given working days, or periods that only they understand."""
RARE = {"held-after-withdrawal": {"lawful_basis": "consent", "statutory_until": None}}
"""Rules of whose scope too little would come by chance, with what puts a record there."""
ASKED = ("subject_erasure_requested_on", "subject_erasure_extended_until")
"""What each request for erasure has of its own."""
ZONES = ("Europe/London", "Pacific/Auckland", "America/New_York")


@dataclass(frozen=True)
class World:
    """One clause and what it is judged over. ``only`` are the stores it speaks of, None for all."""

    rule: str
    given: dict[str, Any]
    only: tuple[str, ...] | None
    rows: list[Row]
    night: Night


def world(rule: Any, seed: int) -> World:
    """The world of a seed: the same every time."""
    rng = random.Random(f"{rule.id} {seed}")  # noqa: S311 - a seed, no secret
    as_of = date(2024, 1, 1) + timedelta(days=rng.randrange(1500))
    if rng.random() < 0.2:
        as_of = rng.choice(
            (date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 31), date(2026, 10, 26), date(2026, 4, 7))
        )
    zone = rng.choice(ZONES) if rule.over == "breach" else ZONES[0]
    given = {name: value for name in rule.given if (value := _given(rule, name, rng)) is not None}
    for ground in ("contact", "purchase"):  # a clause that asks for these must say how recent they have to be
        if ground in given.get("keep_while", ()):
            given.setdefault(f"{ground}_within", rng.choice(PERIODS))
    rows = _records(rule, given, Night(as_of, zone), rng)
    only = tuple(rng.sample(WORDS["store"], 2)) if rng.random() < 0.25 else None
    return World(rule.id, given, only, rows, Night(as_of, zone))


def _given(rule: Any, name: str, rng: random.Random) -> Any:
    one = rule.given[name]
    if one.optional and rng.random() < (0.4 if name in {"keep_while", "other_clock", "not_begun"} else 0.7):
        return None
    match one.kind:
        case "integer":
            return rng.randint(2, 6)
        case "clock":
            return rng.choice([clock for clock in CLOCKS if not clock.startswith("erasure")])
        case "period":
            return _period(rule.id, name, rng)
        case "codes" | "categories":
            words = one.one_of or WORDS[LISTS[name]]
            most = 2 if name == "keep_while" else max(1, len(words) - 1)  # of many grounds only the strongest is seen
            return rng.sample(words, rng.randint(1, most))
        case _:
            return rng.choice(one.one_of or WORDS["lawful_basis" if name == "basis" else name])


def _period(rule: str, name: str, rng: random.Random) -> str:
    if rule == "breach-notified-late":
        return rng.choice(("24 hours", "48 hours", "72 hours"))
    if rule in COUNTED and name in {"within", "period"} and rng.random() < 0.2:
        return rng.choice(("10 working days", "20 working days"))
    if rule == "kept-past-period" and name == "period" and rng.random() < 0.2:
        return rng.choice(("at once", "statutory paye", "statutory vat", "statutory right_to_work"))
    return rng.choice(PERIODS)


def _records(rule: Any, given: dict[str, Any], night: Night, rng: random.Random) -> list[Row]:
    """A dozen records; over findings and requests, one to three rows each, alike but for what was found or asked."""
    found: list[Row] = []
    for n in range(12):
        row = _row(RELATIONS[rule.over], given, night, rng)
        if rule.id in RARE and rng.random() < 0.7:
            row |= {"purpose": rng.choice(given["purposes"]), **RARE[rule.id]}
        meant = {name: given[name] for name in ("subject_type", "outcome", "purpose", "channel") if name in given}
        row |= {name: word for name, word in meant.items() if rng.random() < 0.7}  # or few rows were in scope
        row |= {"record_key": f"k{n}", "subject": rng.choice((None, "s1", "s2"))}
        found.append(row)
        if rule.over == "finding":
            row["category"] = row["category"] or "user.name"
            for _ in range(rng.randrange(3)):
                other = {name: _word(name, rng) for name in ("column", "about", "said_by")}
                found.append({**row, **other, "category": rng.choice(WORDS["category"])})
        if rule.over == "erasure":
            for _ in range(rng.randrange(3)):
                asked = _row(dict.fromkeys(ASKED, "DATE"), given, night, rng)
                found.append({**row, **{name: asked[name] for name in ASKED}})
    return found


def _row(columns: dict[str, str], given: dict[str, Any], night: Night, rng: random.Random) -> Row:
    row: Row = {}
    edges = [night.as_of]
    for name, kind in columns.items():
        match kind:
            case "DATE":
                row[name] = None if rng.random() < 0.3 else _day(edges, given, night, rng)
                if row[name] and name.endswith("_until") and rng.random() < 0.5:  # the future is normal there
                    row[name] = night.as_of + rng.choice((-1, 0, 1, 90, 700)) * DAY
                edges += [row[name]] if row[name] else []
            case "BOOLEAN":
                row[name] = rng.choice((None, False, False, True))
            case "TIMESTAMP":
                row[name] = None if rng.random() < 0.2 else _moment(row, given, night, rng)
            case "BIGINT":
                row[name] = rng.choice((None, 0, 1, 2, 3, 4, 5, 6, 7, 40))
            case "DOUBLE":
                row[name] = None
            case _:
                row[name] = _word(name, rng)
    return row | {"store": rng.choice(WORDS["store"]), "table": rng.choice(WORDS["table"])}


def _word(name: str, rng: random.Random) -> str | None:
    return None if name not in WORDS or rng.random() < 0.2 else rng.choice(WORDS[name])


def _day(edges: list[date], given: dict[str, Any], night: Night, rng: random.Random) -> date:
    """Anywhere in some years, or near to where a period that is given begins or ends."""
    if rng.random() < 0.35:
        return night.as_of - timedelta(days=rng.randrange(-60, 2600))
    near = rng.choice(edges)
    periods = [v for v in given.values() if isinstance(v, str) and v.split(" ")[0].isdigit() and "hour" not in v]
    if periods and rng.random() < 0.7:
        period = rng.choice(periods)
        length = plus(near, period) - near
        near = near - length if rng.random() < 0.8 else near + length
    return near + rng.choice((-3, -2, -1, -1, 0, 0, 1, 1, 2, 3)) * DAY


def _moment(row: Row, given: dict[str, Any], night: Night, rng: random.Random) -> datetime:
    """Near the edge of the hours that are given, from another moment of the row or from the night's day."""
    start = next((v for v in row.values() if isinstance(v, datetime)), datetime.combine(night.as_of, time()))
    hours = int(given["within"].split()[0]) * rng.choice((-1, -1, 0, 1))
    return start + timedelta(hours=hours + rng.randrange(-14, 15), minutes=rng.choice((-1, 0, 0, 1)))
