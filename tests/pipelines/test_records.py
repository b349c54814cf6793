"""Records of processing from notice and stores, and the forms in which other systems read them."""

import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from pipelines.article30.activities import activities, recipients
from pipelines.article30.forms import FORMS
from pipelines.cli import main
from rules.categories import is_category, is_special
from rules.terms import LawfulBasis, Role
from stores.controller import load_controller

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def controller():
    return load_controller(ROOT / "examples" / "harbour")


def test_every_purpose_category_and_processor_of_the_maps_is_told(controller):
    found = activities(controller)
    mandated = {name for one in controller.mandates for name in one.tables}
    tables = [(s, t) for s, t in controller.tables() if f"{s.name}.{t.name}" not in mandated]
    assert {one.purpose for one in found} >= {str(table.purpose) for _, table in tables if table.purpose}
    assert set().union(*(one.categories for one in found)) == {
        c for _, table in tables for c in table.personal.values()
    }
    assert set().union(*(one.stores for one in found)) == {store.name for store, _ in tables}
    named = {one.name: one.stores for one in recipients(controller) if one.kind == "processor"}
    assert set(named) == {s.provider for s in controller.stores if s.role is Role.PROCESSOR}
    assert {store for stores in named.values() for store in stores} == {
        s.name for s in controller.stores if s.role is Role.PROCESSOR
    }


def test_a_time_limit_stands_at_the_activity_its_clause_speaks_of(controller):
    limits = {one.purpose: [clause.id for clause in one.limits] for one in activities(controller)}
    assert limits["recruitment"] == ["candidates-twelve-months"]
    assert "candidates-twelve-months" not in limits["employment"]
    assert limits["site_statistics"] == ["analytics-fourteen-months"]


def test_the_page_tells_what_is_not_stated(controller):
    page = FORMS["page"](controller)
    assert page.startswith("# Records of processing activities: Harbour Learning Ltd\n")
    assert "- time limits: 12 months from ended_on (candidates-twelve-months)" in page
    assert "- lawful basis: not stated" in page
    assert "| Xero | processor | xero |  |" in page


def test_json_ld_names_the_terms_of_the_vocabulary(controller):
    graph = json.loads(FORMS["dpv"](controller))
    prefixes = set(graph["@context"])
    ids = [node["@id"] for node in graph["@graph"]]
    assert len(set(ids)) == len(ids)
    bases = set()
    for node in graph["@graph"]:
        for key in node:
            assert key.startswith("@") or key.split(":")[0] in prefixes
        bases |= {term["@id"] for term in node.get("dpv:hasLegalBasis", [])}
    assert bases == {basis.dpv for one in activities(controller) for basis in one.bases}
    assert {basis.dpv for basis in LawfulBasis} >= bases
    assert LawfulBasis.CONSENT.dpv in bases


@pytest.mark.slow
def test_a_contract_a_store_classifies_every_column(controller):
    contracts = list(YAML(typ="safe").load_all(FORMS["odcs"](controller)))
    assert [one["name"] for one in contracts] == [f"harbour_{s.name}" for s in controller.stores if s.tables]
    for contract in contracts:
        assert {"apiVersion", "kind", "id", "version", "status"} <= set(contract)
        for schema in contract["schema"]:
            for column in schema["properties"]:
                category = (column.get("tags") or [None])[0]
                expected = (
                    "not_personal_by_map"
                    if category is None
                    else "special_category"
                    if is_special(category)
                    else "personal"
                )
                assert column["classification"] == expected
    assert any(
        c["classification"] == "special_category" for k in contracts for s in k["schema"] for c in s["properties"]
    )


def test_a_dataset_a_table_is_tagged(controller):
    datasets = {one["name"]: one["facets"]["tags"] for one in json.loads(FORMS["openlineage"](controller))}
    assert set(datasets) == {f"{store.name}.{table.name}" for store, table in controller.tables()}
    for store, table in controller.tables():
        facet = datasets[f"{store.name}.{table.name}"]
        assert facet["_schemaURL"].endswith("TagsDatasetFacet.json#/$defs/TagsDatasetFacet")
        tagged = {tag["field"]: tag["value"] for tag in facet["tags"] if tag["key"] == "category"}
        assert tagged == dict(table.personal)
        assert all(is_category(category) for category in tagged.values())


@pytest.mark.parametrize(("words", "code"), [([], 0), (["--as", "json"], 0), (["--as", "xml"], 2)])
def test_the_command(capsys, words, code):
    with pytest.raises(SystemExit) as ended:
        main(["records", str(ROOT / "tests" / "tiny"), *words])
    told = capsys.readouterr()
    assert ended.value.code == code
    if code:
        assert "allowed: dpv, json, odcs, openlineage, page" in told.err
    elif words:
        assert json.loads(told.out)["controller"]["name"] == "Tiny Ltd"
