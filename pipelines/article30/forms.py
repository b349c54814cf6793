"""The forms in which records of processing are given: a page, JSON, and what other systems read.

What belongs here: writing. Sources: W3C Data Privacy Vocabulary 2 (https://w3id.org/dpv) with its GDPR extension; Open
Data Contract Standard 3.1 (a property's ``classification``); OpenLineage's TagsDatasetFacet 1-0-0.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

from ruamel.yaml import YAML

from pipelines.article30.activities import activities, period_of, recipients, security, transfers
from pipelines.article30.processor import processed_for, register
from rules.categories import is_special
from stores.controller import Controller
from stores.store import Store
from stores.table import Table

PRODUCER = "urn:abide:records"
_TAGS = "https://openlineage.io/spec/facets/1-0-0/TagsDatasetFacet.json#/$defs/TagsDatasetFacet"


def as_data(controller: Controller) -> dict[str, Any]:
    """The record as data, in the order of Art. 30(1)(a) to (g); then Art. 30(2), where there is a mandate."""
    return {
        "controller": {"name": controller.name, "contact": list(controller.owners)},
        "activities": [
            {
                "purpose": one.purpose,
                "subject_types": sorted(one.subject_types),
                "categories": [{"category": key, "special": is_special(key)} for key in sorted(one.categories)],
                "lawful_bases": [{"basis": basis.value, "dpv": basis.dpv} for basis in sorted(one.bases)],
                "special_conditions": [{"condition": c.value, "dpv": c.dpv} for c in sorted(one.conditions)],
                "stores": sorted(one.stores),
                "recipients": sorted(one.recipients),
                "time_limits": [{"clause": clause.id, "limit": period_of(clause)} for clause in one.limits],
            }
            for one in activities(controller)
        ],
        "recipients": [
            {"name": one.name, "kind": one.kind, "stores": list(one.stores), "clause": one.clause or None}
            for one in recipients(controller)
        ],
        "transfers": [{"clause": name, "words": words} for name, words in transfers(controller)],
        "security": [{"clause": name, "words": words} for name, words in security(controller)],
        "on_behalf_of": [
            {
                "controllers": one.mandate.controllers,
                "contact": one.mandate.contact,
                "processing": list(one.mandate.processing),
                "subject_types": list(one.subject_types),
                "categories": [{"category": key, "special": is_special(key)} for key in one.categories],
                "stores": list(one.stores),
                "processors": list(one.processors),
            }
            for one in register(controller)
        ],
    }


def as_page(controller: Controller) -> str:
    """The record as Markdown."""
    data = as_data(controller)
    lines = [
        f"# Records of processing activities: {controller.name}",
        "",
        f"UK GDPR Art. 30(1), from the notice of {controller.notice.published} and the maps of the stores.",
        f"Contact: {', '.join(data['controller']['contact']) or 'not stated in abide.yaml'}",
    ]
    for one in data["activities"]:
        lines += ["", f"## {one['purpose']}", "", *_rows(one)]
    lines += ["", "## Recipients", "", "| recipient | kind | stores | clause |", "|---|---|---|---|"]
    lines += [
        f"| {one['name']} | {one['kind']} | {', '.join(one['stores'])} | {one['clause'] or ''} |"
        for one in data["recipients"]
    ]
    for title, key in (("Transfers", "transfers"), ("Security", "security")):
        lines += ["", f"## {title}", "", *(f"- {one['words']} ({one['clause']})" for one in data[key])]
        lines += [] if data[key] else ["The notice promises nothing of it."]
    lines += ["", "# Processed on behalf of other controllers", "", "UK GDPR Art. 30(2), from mandates.yaml."]
    for one in data["on_behalf_of"]:
        lines += ["", f"## {one['controllers']}", "", *_mandated(one)]
    lines += [] if data["on_behalf_of"] else ["", "Nothing is: the folder has no mandates."]
    return "\n".join(lines) + "\n"


def _rows(one: dict[str, Any]) -> Iterator[str]:
    marked = [f"{c['category']}{' (special)' if c['special'] else ''}" for c in one["categories"]]
    for name, values in (
        ("data subjects", one["subject_types"]),
        ("data", marked),
        ("lawful basis", [basis["basis"] for basis in one["lawful_bases"]]),
        ("condition, Art. 9(2)", [condition["condition"] for condition in one["special_conditions"]]),
        ("stores", one["stores"]),
        ("processors", one["recipients"]),
        ("time limits", [f"{limit['limit']} ({limit['clause']})" for limit in one["time_limits"]]),
    ):
        yield f"- {name}: {', '.join(values) or 'not stated'}"


def _mandated(one: dict[str, Any]) -> Iterator[str]:
    marked = [f"{c['category']}{' (special)' if c['special'] else ''}" for c in one["categories"]]
    for name, values in (
        ("contact", [one["contact"]]),
        ("processing", one["processing"]),
        ("data subjects", one["subject_types"]),
        ("data", marked),
        ("stores", one["stores"]),
        ("further processors", one["processors"]),
    ):
        yield f"- {name}: {', '.join(values) or 'not stated'}"
    yield "- transfers and security: as above"


def as_dpv(controller: Controller) -> str:
    """JSON-LD in the W3C Data Privacy Vocabulary: one ``dpv:Process`` an activity."""
    base = f"urn:abide:{controller.id}:"
    found = as_data(controller)
    graph: list[dict[str, Any]] = [
        {"@id": f"{base}controller", "@type": "dpv:DataController", "rdfs:label": controller.name}
    ]
    for one in found["activities"]:
        slug = one["purpose"].replace(" ", "-")
        process: dict[str, Any] = {
            "@id": f"{base}process:{slug}",
            "@type": "dpv:Process",
            "dpv:hasDataController": {"@id": f"{base}controller"},
            "dpv:hasPurpose": {"@type": "dpv:Purpose", "rdfs:label": one["purpose"]},
            "dpv:hasDataSubject": [{"@type": "dpv:DataSubject", "rdfs:label": who} for who in one["subject_types"]],
            "dpv:hasPersonalData": _data_in_dpv(one["categories"]),
            "dpv:hasLegalBasis": [{"@id": term["dpv"]} for term in (*one["lawful_bases"], *one["special_conditions"])],
            "dpv:hasRecipient": [{"@type": "dpv:DataProcessor", "rdfs:label": name} for name in one["recipients"]],
            "dpv:hasStorageCondition": [
                {"@type": "dpv:StorageDuration", "rdfs:label": limit["limit"]} for limit in one["time_limits"]
            ],
        }
        graph.append({key: value for key, value in process.items() if value})
    graph += _mandates_in_dpv(base, found)
    context = {
        "dpv": "https://w3id.org/dpv#",
        "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    }
    return json.dumps({"@context": context, "@graph": graph}, indent=2, ensure_ascii=False) + "\n"


def _mandates_in_dpv(base: str, found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One ``dpv:Process`` a mandate, in which the controller is the processor."""
    if found["on_behalf_of"]:
        yield {"@id": f"{base}processor", "@type": "dpv:DataProcessor", "rdfs:label": found["controller"]["name"]}
    for number, one in enumerate(found["on_behalf_of"], 1):
        process: dict[str, Any] = {
            "@id": f"{base}mandate:{number}",
            "@type": "dpv:Process",
            "dpv:hasDataController": {"@type": "dpv:DataController", "rdfs:label": one["controllers"]},
            "dpv:hasDataProcessor": [
                {"@id": f"{base}processor"},
                *({"@type": "dpv:DataSubProcessor", "rdfs:label": name} for name in one["processors"]),
            ],
            "dpv:hasProcessing": [{"@type": "dpv:Processing", "rdfs:label": told} for told in one["processing"]],
            "dpv:hasDataSubject": [{"@type": "dpv:DataSubject", "rdfs:label": who} for who in one["subject_types"]],
            "dpv:hasPersonalData": _data_in_dpv(one["categories"]),
        }
        yield {key: value for key, value in process.items() if value}


def _data_in_dpv(categories: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [
        {
            "@type": "dpv:SpecialCategoryPersonalData" if c["special"] else "dpv:PersonalData",
            "rdfs:label": c["category"],
        }
        for c in categories
    ]


def as_odcs(controller: Controller) -> str:
    """Open Data Contract Standard: a contract a store, as YAML documents; ``classification`` tells each column."""
    out = io.StringIO()
    yaml = YAML()
    yaml.default_flow_style = False
    yaml.width = 120
    yaml.explicit_start = True
    for store in controller.stores:
        if store.tables:
            yaml.dump(_contract(controller, store), out)
    return out.getvalue()


def _contract(controller: Controller, store: Store) -> dict[str, Any]:
    return {
        "apiVersion": "v3.1.0",
        "kind": "DataContract",
        "id": f"urn:abide:{controller.id}:{store.name}",
        "name": f"{controller.id}_{store.name}",
        "version": str(controller.notice.published),
        "status": "active",
        "tenant": controller.name,
        "schema": [_schema(table, processed_for(controller, store.name, table.name)) for table in store.tables],
    }


def _schema(table: Table, owner: str | None) -> dict[str, Any]:
    properties = []
    for column in table.column_names:
        category = table.personal.get(column)
        one: dict[str, Any] = {"name": column, "logicalType": "string", "primaryKey": column in table.key}
        one["classification"] = _classified(category)
        if category:
            one["tags"] = [category]
        properties.append(one)
    custom = {"customProperties": [{"property": "processedFor", "value": owner}]} if owner else {}
    return {"name": table.name, "logicalType": "object", "properties": properties, **custom}


def _classified(category: str | None) -> str:
    if category is None:
        return "not_personal_by_map"
    return "special_category" if is_special(category) else "personal"


def as_openlineage(controller: Controller) -> str:
    """OpenLineage: one dataset a table, with a tag for each column that the map says is personal."""
    datasets = [
        {
            "namespace": f"abide://{controller.id}",
            "name": f"{store.name}.{table.name}",
            "facets": {
                "tags": {
                    "_producer": PRODUCER,
                    "_schemaURL": _TAGS,
                    "tags": list(_tags(table, processed_for(controller, store.name, table.name))),
                }
            },
        }
        for store, table in controller.tables()
    ]
    return json.dumps(datasets, indent=2, ensure_ascii=False) + "\n"


def _tags(table: Table, owner: str | None) -> Iterator[dict[str, str]]:
    if owner:
        yield {"key": "processed_for", "value": owner, "source": "ABIDE"}
    for name in ("purpose", "lawful_basis", "subject_type"):
        if (value := getattr(table, name)) is not None:
            yield {"key": name, "value": str(value), "source": "ABIDE"}
    for column, category in table.personal.items():
        yield {"key": "classification", "value": _classified(category), "source": "ABIDE", "field": column}
        yield {"key": "category", "value": category, "source": "ABIDE", "field": column}


FORMS: dict[str, Callable[[Controller], str]] = {
    "page": as_page,
    "json": lambda controller: json.dumps(as_data(controller), indent=2, ensure_ascii=False) + "\n",
    "dpv": as_dpv,
    "odcs": as_odcs,
    "openlineage": as_openlineage,
}
"""Name of a form to how it is written."""
