"""A small controller whose notice is checked, and may change."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from pipelines.commands.check import look_at

ROOT = Path(__file__).resolve().parents[2]


DAY = date(2026, 11, 22)


WHOLE = """Privacy notice of Tiny Ltd

We are the controller. Write to tiny@tiny.example.

Our lawful basis is your consent, or the contract with you. You may withdraw your consent at any time. You must give us a
name to order.

We share data with our courier only. We do not use automated decision-making.

We keep unsuccessful applications for twelve months.
We hold no special categories of data about candidates.
We train every recruiter once a year.

You have the right to ask for a copy of your data, to have it corrected, erased or restricted, to object, and to data
portability. If you complain to us we confirm it within 30 days. You may also complain to the Information Commissioner.
"""


QUIET = """
  - id: consent-withdrawn
    quote: You may withdraw your consent at any time.
    unprovable: The form on the website does it; the office attests it.
  - id: courier-only
    quote: We share data with our courier only. We do not use automated decision-making.
    unprovable: The office attests it from the contract with the courier.
  - id: complaints-confirmed
    quote: If you complain to us we confirm it within 30 days.
    unprovable: Complaints are on paper; the office attests it.
"""


class Tiny:
    def __init__(self, path):
        self.path = path
        shutil.copytree(ROOT / "tests" / "tiny", path)
        self.clauses = (path / "notice.yaml").read_text(encoding="utf-8") + QUIET.removeprefix("\n")
        self.write(WHOLE)

    def write(self, text, *, accepted="", clauses=""):
        (self.path / "notice.txt").write_text(text, encoding="utf-8")
        (self.path / "notice.yaml").write_text(self.clauses + clauses + accepted, encoding="utf-8")

    def ids(self, day=DAY, **given):
        found = look_at(self.path, day, **given)
        assert found.problems == []
        return [lint.id for lint in found.lints if lint.accepted is None]

    def lint(self, kind, day=DAY):
        (found,) = [lint for lint in look_at(self.path, day).lints if lint.kind == kind]
        return found


@pytest.fixture
def tiny(tmp_path):
    return Tiny(tmp_path / "tiny")
