"""What a controller processes on behalf of others, UK GDPR Art. 30(2): its register, its forms, its mistakes."""

import json
import shutil
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from pipelines.article30.activities import activities
from pipelines.article30.forms import FORMS
from pipelines.article30.processor import processed_for, register
from rules.errors import ConfigurationError
from stores.controller import load_controller

ROOT = Path(__file__).resolve().parents[2]
FOR = "Clients of Compass, each named in the contract"


@pytest.fixture(scope="module")
def harbour():
    return load_controller(ROOT / "examples" / "harbour")


@pytest.fixture
def tiny(tmp_path):
    return shutil.copytree(ROOT / "tests" / "tiny", tmp_path / "tiny")


def test_an_entry_tells_what_the_article_asks_for(harbour):
    (one,) = register(harbour)
    tables = {f"{s.name}.{t.name}": (s, t) for s, t in harbour.tables()}
    assert one.mandate.controllers == FOR
    assert one.mandate.contact
    assert one.mandate.processing
    assert set(one.stores) == {"azure", "azure_blobs"}
    assert one.processors == ("Microsoft Azure",)
    assert set(one.categories) == {c for name in one.mandate.tables for c in tables[name][1].personal.values()}


def test_what_is_somebody_elses_is_no_activity_of_the_controllers_own(harbour):
    assert processed_for(harbour, "azure", "evidence") == FOR
    assert processed_for(harbour, "azure", "users") is None
    assert "azure_blobs" not in set().union(*(one.stores for one in activities(harbour)))
    assert "azure" in set().union(*(one.stores for one in activities(harbour)))


def test_every_form_tells_it(harbour):
    page, data = FORMS["page"](harbour), json.loads(FORMS["json"](harbour))
    assert f"UK GDPR Art. 30(2), from mandates.yaml.\n\n## {FOR}\n" in page
    assert [one["controllers"] for one in data["on_behalf_of"]] == [FOR]
    graph = {node["@id"]: node for node in json.loads(FORMS["dpv"](harbour))["@graph"]}
    mandate = graph["urn:abide:harbour:mandate:1"]
    assert mandate["dpv:hasDataController"]["rdfs:label"] == FOR
    assert mandate["dpv:hasDataProcessor"][0] == {"@id": "urn:abide:harbour:processor"}
    assert graph["urn:abide:harbour:processor"]["@type"] == "dpv:DataProcessor"
    tagged = {
        one["name"]
        for one in json.loads(FORMS["openlineage"](harbour))
        for tag in one["facets"]["tags"]["tags"]
        if tag == {"key": "processed_for", "value": FOR, "source": "ABIDE"}
    }
    assert tagged == set(harbour.mandates[0].tables)


@pytest.mark.slow
def test_a_contract_of_a_table_tells_it(harbour):
    told = {
        f"{contract['name'].removeprefix('harbour_')}.{schema['name']}"
        for contract in YAML(typ="safe").load_all(FORMS["odcs"](harbour))
        for schema in contract["schema"]
        if {"property": "processedFor", "value": FOR} in schema.get("customProperties", [])
    }
    assert told == set(harbour.mandates[0].tables)


def test_without_a_mandate_the_page_says_so(tiny):
    controller = load_controller(tiny)
    assert register(controller) == []
    assert "Nothing is: the folder has no mandates." in FORMS["page"](controller)


MANDATE = (
    "mandates:\n  - controllers: Schools\n    contact: their offices\n    processing: [hosting]\n    tables: [{}]\n"
)


@pytest.mark.parametrize(
    ("tables", "line", "told"),
    [
        ("recruitment.aplications", 5, "no table 'recruitment.aplications' is bound"),
        ("recruitment.applications, recruitment.applications", 5, "stands under two mandates"),
        ("recruitment", 5, "String should match"),
        ("", 5, "at least 1 item"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_key(tiny, tables, line, told):
    (tiny / "mandates.yaml").write_text(MANDATE.format(tables), encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_controller(tiny)
    problem = caught.value.problems[0]
    assert problem.file.name == "mandates.yaml"
    assert problem.line == line
    assert told in str(problem)


def test_the_nearest_table_is_named(tiny):
    (tiny / "mandates.yaml").write_text(MANDATE.format("recruitment.aplications"), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"recruitment\.applications"):
        load_controller(tiny)
