"""Contracts in the report: what does not hold, in which records, which promises it leaves unproved, and what to do."""

from __future__ import annotations

import json
import re

import pytest

from assets.names import UNNAMED
from assets.night.terms import Term
from assets.report.contracts import ADVICE, TOLD_ELSEWHERE, contracts_json, read_contracts
from assets.report.page import render_page
from assets.report.scoreboard import read_scoreboard
from assets.report.tables import flagged
from tests.assets import report_world

AS_OF = report_world.AS_OF


def plain(kind):
    """The advice as words with markup taken out."""
    return " ".join(re.sub(r"`([^`]*)`", r" \1 ", ADVICE[kind]).split())


class Night:
    """The world's night, with what a test does to its snapshot."""

    def __init__(self, folder, *changes):
        self.con = report_world.snapshot()
        for change in changes:
            self.con.execute(change)
        self.controller = report_world.controller(folder)
        self.board = read_scoreboard(self.con, self.controller, AS_OF)

    @property
    def contracts(self):
        return {one.place: one for one in read_contracts(self.con, self.controller, self.board)}

    @property
    def page(self):
        return render_page(self.con, self.controller, self.board, flagged(self.con, AS_OF))

    @property
    def section(self):
        """The words of the page's section, without markup."""
        (found,) = re.findall(r'<section id="contracts".*?</section>', self.page, re.DOTALL)
        return " ".join(re.sub(r"<[^>]+>", " ", found).split()).replace("&#39;", "'")


@pytest.fixture(scope="module")
def night(tmp_path_factory):
    return Night(tmp_path_factory.mktemp("harbour"))


def test_a_table_names_the_promises_it_leaves_unproved(night):
    found = night.contracts
    assert list(found) == ["hubspot.contacts", "recruitment.applications"]
    hubspot, recruitment = found.values()
    assert [line.clause.id for line in hubspot.clauses] == ["no-health-data"]
    assert (hubspot.expectations, [term.kind for term in hubspot.broken]) == (4, ["short", "quarantined", "codes"])
    assert (hubspot.fails, recruitment.fails) == (True, True)
    assert [line.clause.id for line in recruitment.clauses] == ["candidates-twelve-months", "inactive-three-years"]
    assert [column.what for column in recruitment.drift] == ["vanished"]


def test_a_promise_that_is_kept_is_never_named(tmp_path):
    reason = "hubspot.contacts: anything"
    night = Night(tmp_path, f"UPDATE meta.verdict SET reason = '{reason}' WHERE clause = 'stop-any-time'")
    assert [line.clause.id for line in night.contracts["hubspot.contacts"].clauses] == ["no-health-data"]


def test_the_page_says_what_does_not_hold_and_what_to_do(night):
    told = night.section
    assert "2 of 2 tables are not what the map says." in told
    assert "hubspot.contacts 3 of 4 expectations not held" in told
    assert f"{report_world.CODE}. What to do: {plain('codes')} 20 of 25 record keys" in told
    assert f"What to do: {plain('short')}" in told
    assert "Promise not proved because of it no-health-data (broken already)" in told
    assert "Columns that differ since the night of 28 February 2026" in told
    assert f"colour is new (text), which the map does not list. What to do: {plain('new')}" in told
    assert f"the export has no column full_name. What to do: {plain('columns')}" in told
    assert "72 hours" not in told, "a stale export is told among the reasons why nothing is proved"


def test_a_table_that_only_differs_is_shown_as_such(tmp_path):
    night = Night(tmp_path, "DELETE FROM meta.contract WHERE store = 'recruitment' AND kind = 'columns'")
    assert "1 of 2 tables is not what the map says." in night.section
    assert "recruitment.applications differs from the night before" in night.section


def test_every_link_of_the_section_leads_somewhere(night):
    page = night.page
    places = set(re.findall(r'\bid="([^"]+)"', page))
    (section,) = re.findall(r'<section id="contracts".*?</section>', page, re.DOTALL)
    links = set(re.findall(r'href="#([^"]+)"', section)) | {"contracts", "contract-hubspot.contacts"}
    assert links <= places
    assert 'href="#contract-hubspot.contacts">Not what its map says' in page


def test_no_name_that_may_be_a_value_is_shown(night):
    assert "bloggs" not in night.page.lower()
    assert "bloggs" not in contracts_json(night.board, list(night.contracts.values()))
    assert UNNAMED in night.section


def test_a_night_on_which_all_is_well_says_so_in_a_line(tmp_path):
    night = Night(tmp_path, "UPDATE meta.contract SET held = true, told = ''", "DELETE FROM meta.drift")
    assert "All 2 tables are what their maps say. No column differs from the night before." in night.section


def test_a_broken_table_that_no_promise_needs_says_so(tmp_path):
    night = Night(tmp_path, "UPDATE meta.verdict SET reason = '' WHERE clause = 'no-health-data'")
    assert "No promise of the notice needs this table." in night.section


def test_the_file_for_other_programs(night):
    found = json.loads(contracts_json(night.board, list(night.contracts.values())))
    assert {name: found[name] for name in ("controller", "name", "as_of")} == {
        "controller": "harbour",
        "name": "Harbour Learning Ltd",
        "as_of": "2026-03-01",
    }
    hubspot, recruitment = found["tables"]
    assert hubspot["clauses"] == ["no-health-data"]
    codes = hubspot["broken"][-1]
    assert {name: codes[name] for name in ("expectation", "column", "records", "makes_unproved", "advice")} == {
        "expectation": "codes",
        "column": "lifecycle",
        "records": 25,
        "makes_unproved": True,
        "advice": ADVICE["codes"].replace("`", ""),
    }
    assert len(codes["record_keys"]) == 20
    assert recruitment["drift"] == [
        {
            "column": "full_name",
            "what": "vanished",
            "before": "text",
            "now": None,
            "since": "2026-02-28",
            "in_map": True,
            "told": "full_name has vanished (it held text)",
            "advice": ADVICE["vanished"],
        }
    ]


def test_every_kind_has_its_advice():
    kinds = set(re.findall(r"``(\w+)``", Term.__doc__ or ""))
    assert kinds - set(ADVICE) == TOLD_ELSEWHERE
    assert set(ADVICE) - kinds == {"new", "vanished", "changed"}
