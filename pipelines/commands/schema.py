"""``abide schema``: JSON Schemas of the files that people write, made from the models that read them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from pipelines.commands.console import known, say, say_json
from rules.notice import Notice
from rules.rule import Rule
from stores.allow import AllowList
from stores.controller import Settings, Vendor
from stores.mandates import Mandates
from stores.store import Store

KINDS: dict[str, type[BaseModel]] = {
    "abide": Settings,
    "allow": AllowList,
    "mandates": Mandates,
    "notice": Notice,
    "store": Store,
    "rule": Rule,
    "catalog": Vendor,
}
FILES = {
    "abide": "abide.yaml",
    "allow": "allow.yaml",
    "mandates": "mandates.yaml",
    "notice": "notice.yaml",
    "store": "stores/*.yaml",
    "rule": "rules/*.yaml",
    "catalog": "stores/catalog/*.yaml",
}


def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one kind of file."""
    made = KINDS[kind].model_json_schema(by_alias=True, mode="validation")
    _allow_short_forms(kind, made)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": FILES[kind], **made}


def schema(kind: str | None, write: Path | None) -> None:
    """Print one schema, or all by kind; or write all into a folder."""
    if kind is not None:
        known("kind of file", [kind], KINDS)
    if write is not None:
        write.mkdir(parents=True, exist_ok=True)
        for name in [kind] if kind else KINDS:
            path = write / f"{name}.schema.json"
            path.write_text(json.dumps(schema_of(name), indent=2) + "\n", encoding="utf-8")
            say(f"wrote {path}")
        return
    say_json(schema_of(kind) if kind else {name: schema_of(name) for name in KINDS})


def _allow_short_forms(kind: str, made: dict[str, Any]) -> None:
    """What validators accept in short (``email: email``, ``created_at: iso``) and the models do not show."""
    defs = made.get("$defs", {})
    if kind == "rule":
        made["properties"]["given"]["additionalProperties"] = {
            "anyOf": [{"type": "string"}, made["properties"]["given"]["additionalProperties"]]
        }
    dates = defs.get("DateFormat")
    if dates is not None:
        forms = dates["properties"]["forms"]
        dates["properties"]["forms"] = {"anyOf": [{"type": "string"}, forms]}
        defs["DateFormat"] = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}, dates]}
    if "Link" in defs:
        defs["Link"] = {"anyOf": [{"type": "string"}, defs["Link"]]}
    table = defs.get("Table")
    if table is not None:
        # a name in the table's map of identifiers is checked by pattern, so the values stand under patternProperties
        subject = table["properties"]["subject"]
        for place in ("additionalProperties", "patternProperties"):
            if place == "additionalProperties" and isinstance(subject.get(place), dict):
                subject[place] = {"anyOf": [{"type": "string"}, subject[place]]}
            if place == "patternProperties":
                subject[place] = {
                    pattern: {"anyOf": [{"type": "string"}, value]} for pattern, value in subject.get(place, {}).items()
                }
        if kind == "store":  # a table of a vendor's map needs its name only
            table["required"] = ["name"]
