"""What ``abide draft`` makes of two real notices, held to the bars that ``benchmarks/draft.py`` prints."""

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
HERE = (SHARED / "design" / "clauses.md").is_file()
pytestmark = pytest.mark.skipif(
    not HERE, reason=f"{SHARED} is not here: the two real notices and their table cannot be read"
)


@pytest.fixture(scope="module")
def bench():
    spec = importlib.util.spec_from_file_location("draft_bench", ROOT / "benchmarks" / "draft.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def found(bench):
    return {name: bench.measured(name, SHARED) for name in bench.NOTICES}


def test_the_table_is_read_whole(found):
    assert [len(one["rows"]) for one in found.values()] == [65, 61]
    assert all(row.families for one in found.values() for row in one["rows"])


def test_every_period_processor_and_declared_category_is_found(found):
    missing = {
        name: [one[f"{what}_missing"] for what in ("periods", "recipients", "categories")]
        for name, one in found.items()
    }
    assert missing == {"mass": [[], [], []], "mesma": [[], [], []]}


def test_four_of_five_rows_are_proposed(found):
    for name, one in found.items():
        assert sum(bool(hit) for hit in one["hits"].values()) >= 0.8 * len(one["rows"]), name


def test_seven_of_ten_proposals_are_right_and_what_nobody_judged_is_wrong(found):
    right = sum(len(one["right"]) for one in found.values())
    whole = sum(len(one["draft"].proposals) for one in found.values())
    assert right >= 0.7 * whole


def test_no_sentence_of_a_real_notice_stands_in_the_project(bench):
    folders = (
        "scanners/prose",
        "pipelines/drafting/notice",
        "pipelines/checking",
        "benchmarks",
        "tests/notices",
        "tests/pipelines",
    )
    ours = " ".join(
        bench.flat(path.read_text(encoding="utf-8"))
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".py", ".yaml", ".txt", ".md", ".html", ".csv"}
    )
    for name, file in bench.NOTICES.items():
        draft = bench.drafted(SHARED / "notices" / file)
        long = [bench.flat(said.quote) for said in draft.reading.said if len(said.quote.split()) >= 9]
        assert [quote for quote in long if quote in ours] == [], name
