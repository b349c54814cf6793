"""Records of processing activities, UK GDPR Art. 30(1), as the maps and the scanners know them: one entry a store.

What belongs here: what the night can state by itself. Reading is the configuration and the snapshot; the words of the
law and of the W3C Data Privacy Vocabulary are ``rules.terms``'s.
"""

from __future__ import annotations

import json
import re
from typing import Any

import duckdb

from assets.report.scoreboard import Scoreboard
from rules.categories import is_special
from rules.rule import Ground
from rules.terms import LawfulBasis, SpecialCondition, SubjectType
from stores.controller import Controller
from stores.store import Store

_RETENTION = {Ground.DECLARED_MAXIMUM, Ground.INACTIVITY}
_CODE = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_STATED = ("purpose", "lawful_basis", "special_condition", "subject_type")


def processing_records(con: duckdb.DuckDBPyConnection, controller: Controller, board: Scoreboard) -> dict[str, Any]:
    """The records of processing as data, stores sorted by name.

    Args:
        con: an open snapshot.
        controller: whose processing it is (Art. 30(1)(a): its name and contact).
        board: the night's scoreboard: which stores a retention clause stands on (Art. 30(1)(f)).
    """
    return {
        "controller": {"id": controller.id, "name": controller.name, "contact": list(controller.owners)},
        "as_of": board.as_of.isoformat(),
        "stores": [_entry(con, controller, store, board) for store in controller.stores],
        "recipients": _recipients(con),
    }


def processing_json(con: duckdb.DuckDBPyConnection, controller: Controller, board: Scoreboard) -> str:
    """``report/processing_records.json``."""
    return json.dumps(processing_records(con, controller, board), indent=2, ensure_ascii=False) + "\n"


def _recipients(con: duckdb.DuckDBPyConnection) -> list[dict[str, str]]:
    """Who gets data by the controller's own registers, Art. 30(1)(d): processors by name, others by their kind alone.

    A register of disclosures may name a person, so no name is taken from it.
    """
    found: list[dict[str, str]] = []
    for relation, column, kind in (("processor", "provider", "processor"), ("disclosure", "recipient_kind", "kind")):
        rows = con.execute(
            f'SELECT DISTINCT {column}, store, "table" FROM relation.{relation} WHERE {column} IS NOT NULL ORDER BY ALL'
        ).fetchall()
        found += [{"recipient": who, "as": kind, "store": store, "table": table} for who, store, table in rows]
    return found


def _entry(con: duckdb.DuckDBPyConnection, controller: Controller, store: Store, board: Scoreboard) -> dict[str, Any]:
    stated = {name: _stated(con, store, name) for name in _STATED}
    bases = [LawfulBasis(word) for word in LawfulBasis if word.value in stated["lawful_basis"]]
    conditions = [SpecialCondition(word) for word in SpecialCondition if word.value in stated["special_condition"]]
    known_types = {word.value for word in SubjectType}
    purposes = sorted(word for word in stated["purpose"] if _CODE.fullmatch(word))
    records = con.execute("SELECT count(*) FROM relation.record WHERE store = ?", [store.name]).fetchall()
    return {
        "store": store.name,
        "provider": store.provider,
        "role": store.role.value,
        "region": store.region,
        "not_read_because": store.not_read_because,
        "records": int(records[0][0]),
        "purposes": purposes,
        "purposes_that_are_no_code": len(stated["purpose"]) - len(purposes),
        "lawful_bases": [{"basis": basis.value, "dpv": basis.dpv} for basis in bases],
        "special_conditions": [{"condition": word.value, "dpv": word.dpv} for word in conditions],
        "subject_types": sorted({*(kind.value for kind in store.holds), *(stated["subject_type"] & known_types)}),
        "categories": _categories(con, store),
        "retention": _retention(controller, store, board),
    }


def _stated(con: duckdb.DuckDBPyConnection, store: Store, name: str) -> set[str]:
    """What the maps of a store state of all its records, and what single records say."""
    of_maps = {str(value) for table in store.tables if (value := getattr(table, name)) is not None}
    of_records = con.execute(
        f'SELECT DISTINCT "{name}" FROM relation.record WHERE store = ? AND "{name}" IS NOT NULL', [store.name]
    ).fetchall()
    return {*of_maps, *(str(row[0]) for row in of_records)}


def _categories(con: duckdb.DuckDBPyConnection, store: Store) -> list[dict[str, Any]]:
    mapped = {category for table in store.tables for category in table.personal.values()}
    seen = {
        str(row[0])
        for row in con.execute("SELECT DISTINCT category FROM finding.finding WHERE store = ?", [store.name]).fetchall()
    }
    return [
        {
            "category": category,
            "special": is_special(category),
            "said_by": [who for who, said in (("map", mapped), ("scanner", seen)) if category in said],
        }
        for category in sorted(mapped | seen)
    ]


def _retention(controller: Controller, store: Store, board: Scoreboard) -> list[dict[str, Any]]:
    """The clauses that limit how long the store's records are kept, and needed the store tonight."""
    found = []
    for line in board.lines:
        rule = controller.rules.get(line.clause.rule or "")
        if rule is not None and rule.ground in _RETENTION and store.name in line.stores_needed:
            period = line.clause.given.get("period")
            found.append({"clause": line.clause.id, "quote": line.quote, "rule": rule.id, "period": period})
    return found
