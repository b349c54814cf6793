"""The catalog as a page: every system a notice names, with the maps that read it and what proves that they do.

What belongs here: the one list of systems, and turning maps, samples and examples into a page. Writing the pages of the
reference is ``pipelines.reference``'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from rules.compiled import compile_clause
from rules.document import load, plain, read_yaml
from rules.engine import needed_tables
from rules.relations import EXTRA, OF_EVERY_RECORD
from rules.trial import trial_connection
from stores.controller import CATALOG, Controller, Vendor, load_controller
from stores.records import constants
from stores.store import Store
from stores.table import Table

HOME = Path(__file__).resolve().parent.parent
EXAMPLES = HOME / "examples"
SAMPLES = HOME / "tests" / "stores" / "catalog"

SYSTEMS: Mapping[str, tuple[str, ...]] = {
    "HubSpot: contacts, mail, permissions": ("hubspot",),
    "Xero: invoices and payments": ("xero",),
    "Eventbrite: events": ("eventbrite",),
    "Zoom: webinars and meetings": ("zoom",),
    "Crisp: chat and campaigns": ("crisp",),
    "WordPress.com: the website": ("wordpress",),
    "Microsoft 365: mail and attachments": ("microsoft_365", "mailbox"),
    "Microsoft Azure: the product's database and files": ("azure",),
    "Google Analytics": ("google_analytics",),
    "Resource downloads and web forms": ("hubspot.form_submissions", "wordpress", "enquiries"),
    "Suppression list": ("suppression_list",),
    "Recruitment, CV files and statistics": ("recruitment",),
    "Personnel files": ("hr",),
    "Contracts": ("contracts",),
    "Cookies": ("cookies",),
    "LinkedIn, Ofsted, the register of learning providers": ("linkedin", "public_registers"),
    "Telephone and dialler": ("dialler",),
    "Rights and complaints register": ("registers.requests", "rights_register"),
    "Legal holds": ("registers.holds",),
    "Suppliers, collectors, auditors, authorities": ("registers.processors", "registers.disclosures"),
    "Breaches, security reviews, legitimate interests": (
        "registers.breaches",
        "registers.security_reviews",
        "registers.assessments",
    ),
    "Versions of the notice": ("registers.notice_versions",),
    "Registration with the regulator": ("registers.registrations",),
    "Web-server logs": ("weblog",),
    "Purchase orders and quotations": ("orders",),
    "Purchase history from suppliers": ("supplier_feed",),
    "Delegates and attendance": ("delegates",),
    "Newsletter": ("newsletter",),
    "Text messages": ("sms",),
    "Surveys": ("surveys",),
    "Competitions": ("competitions",),
    "Enquiries and the information mailbox": ("enquiries", "mailbox"),
    "Support calls, agreements, product users": ("support_desk",),
    "Social media followers": ("social",),
    "Advertising audiences": ("custom_audiences",),
    "Post and telephone lists": ("marketing_lists",),
    "Hosted services and their backups": ("hosting",),
    "Local devices and shares": ("devices",),
    "Disks and certificates of destruction": ("disposals",),
}
"""What a notice names, and where the catalog reads it: a map, or one table of it as map.table."""

HEADINGS = (
    "system",
    "map and table",
    "format",
    "key",
    "identifiers",
    "clocks",
    "lawful basis and its evidence",
    "seldom declared",
    "how, and how surely, deleted",
    "rests on",
    "samples: landed + quarantined",
    "judged, for example, by",
)


def catalog_page() -> str:
    """One row a system and table, then each map's clocks, facts and categories."""
    parts = ["# Catalog", "", "Written from `stores/catalog`, its samples and the examples by `make docs`."]
    parts += ["", "## The systems that the two example notices name", ""]
    samples, judged = _samples(), _judged()
    rows = []
    for system, places in SYSTEMS.items():
        named = system
        for name, table in tables_of(places):
            key = (name, table.name)
            rows.append((named, *_row(name, table), samples.get(key, "none"), judged.get(key, "none")))
            named = ""
    parts += lines_of(HEADINGS, rows)
    for name, vendor in vendors().items():
        parts += ["", f"## {name}", "", f"{vendor.vendor}. Rests on {vendor.page}", ""]
        parts += lines_of(
            ("table", "facts", "also fills", "categories", "how it shows that a record is gone", "comes back by"),
            (
                (
                    table.name,
                    ", ".join(sorted(table.record)),
                    ", ".join(table.also),
                    ", ".join(sorted(set(table.personal.values()))),
                    (table.erasure.verify or "") if table.erasure else "",
                    ", ".join(table.erasure.returns_by) if table.erasure else "",
                )
                for table in vendor.tables
            ),
        )
        clocks = [f"- `{table.name}.{clock}`: {why}" for table in vendor.tables for clock, why in table.clocks.items()]
        parts += ["", *clocks] if clocks else []
    return "\n".join(parts) + "\n"


@cache
def vendors() -> dict[str, Vendor]:
    """The maps of the catalog by file name."""
    return {path.stem: load(Vendor, path) for path in sorted(CATALOG.glob("*.yaml"))}


def tables_of(places: Iterable[str]) -> Iterator[tuple[str, Table]]:
    """The tables that a system's places name, each with its map.

    Raises:
        KeyError: there is no such map or table.
    """
    for place in places:
        name, _, only = place.partition(".")
        found = [table for table in vendors()[name].tables if only in {"", table.name}]
        if not found:
            raise KeyError(place)
        yield from ((name, table) for table in found)


def _row(name: str, table: Table) -> tuple[str, ...]:
    people = ", ".join(f"{kind} ({one.strength})" for kind, one in table.subject.items())
    basis = str(table.lawful_basis or ("by record" if "lawful_basis" in table.record else ""))
    evidence = f"{basis}: {table.evidence}" if basis and table.evidence else basis
    return (
        f"{name}.{table.name}",
        _format(table),
        ", ".join(table.key) + (" (digest)" if table.key_is_personal else ""),
        people,
        ", ".join(table.clocks),
        evidence,
        ", ".join(table.seldom_declared),
        _deleted(table),
        (table.rests_on or "").replace("_", " "),
    )


def _format(table: Table) -> str:
    if table.source:
        return "sql"
    told = table.format or Path((table.file or "").removesuffix("*")).suffix.lstrip(".") or "of its connector"
    inside = f" of {table.rows}" if table.rows else ""
    return f"{told}{inside}{', each ' + table.each if table.each else ''}{', opened' if table.opens else ''}"


def _deleted(table: Table) -> str:
    if table.erasure is None:
        return ""
    kind = table.erasure.kind.replace("_", " ")
    days = f" ({table.erasure.delay_days} days)" if table.erasure.delay_days is not None else ""
    return f"{kind}{days}: {table.erasure.method}"


def _samples() -> dict[tuple[str, str], str]:
    """By map and table: how many rows of the samples land, and how many are quarantined."""
    counts: dict[tuple[str, str], list[int]] = {}
    for path in sorted(SAMPLES.glob("*/binding.yaml")):
        binding = plain(read_yaml(path))
        expected = plain(read_yaml(path.parent / "expected.yaml"))
        for table, told in expected.items():
            found = counts.setdefault((str(binding.get("catalog")), str(table)), [0, 0])
            found[0] += told["landed"]
            found[1] += told.get("quarantined", 0)
    return {key: f"{landed} + {quarantined}" for key, (landed, quarantined) in counts.items()}


def _judged() -> dict[tuple[str, str], str]:
    """By map and table: a clause of an example that needs it, of several the one that needs the fewest tables."""
    found: dict[tuple[str, str], tuple[int, str]] = {}
    with trial_connection() as con:
        for folder in sorted(path.parent for path in EXAMPLES.glob("*/abide.yaml")):
            controller = load_controller(folder)
            maps = {(s.name, t.name): (s.catalog, t.name) for s, t in controller.tables() if s.catalog}
            for clause in (one for one in controller.notice.clauses if one.rule and one.rule in controller.rules):
                compiled = compile_clause(controller.rules[str(clause.rule)], clause, date(2026, 1, 1))
                needed = needed_tables(con, compiled, _candidates(controller, compiled.rule.over))
                for key in (maps[place] for place in needed if place in maps):
                    told = (len(needed), f"{controller.id}: {clause.id}")
                    found[key] = min(found.get(key, told), told)
    return {key: told for key, (_, told) in found.items()}


def _candidates(controller: Controller, over: str) -> list[dict[str, str]]:
    def may(store: Store, table: Table) -> bool:
        if over in EXTRA:
            return over in table.also
        return over in OF_EVERY_RECORD and bool(store.name)

    return [constants(store, table) for store, table in controller.tables() if may(store, table)]


def lines_of(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """The lines of a Markdown table; none if it has no rows."""
    found = list(rows)
    if not found:
        return []
    lines = [headings, tuple("---" for _ in headings), *found]
    return [
        "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines
    ]
