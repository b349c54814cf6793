"""``abide check`` remembers the text around each quote: which clauses are to be looked at again, and which are not."""

import stat

from pipelines.commands.check import look_at
from tests.pipelines.noticed import DAY, WHOLE, tiny

__all__ = ["tiny"]


def test_a_clause_is_looked_at_again_when_the_text_around_it_changed(tiny):
    assert tiny.ids() == []
    assert stat.S_IMODE((tiny.path / ".abide").stat().st_mode) == 0o700
    assert stat.S_IMODE((tiny.path / ".abide" / "notice.json").stat().st_mode) == 0o600
    kept = (tiny.path / ".abide" / "notice.json").read_text(encoding="utf-8")
    assert "unsuccessful applications" not in kept
    tiny.write(WHOLE.replace("If you complain to us", "From May on this is new. If you complain to us"))
    assert tiny.ids() == ["text-changed/complaints-confirmed"]
    assert tiny.ids() == ["text-changed/complaints-confirmed"]
    assert tiny.lint("text-changed").file == tiny.path / "notice.yaml"
    assert tiny.ids(all_seen=True) == []
    assert tiny.ids() == []


def test_a_clause_that_was_changed_with_its_text_was_looked_at(tiny):
    tiny.ids()
    tiny.clauses = tiny.clauses.replace("Complaints are on paper", "Complaints are on paper still")
    tiny.write(WHOLE.replace("If you complain to us", "From May on this is new. If you complain to us"))
    assert tiny.ids() == []


def test_only_the_paragraph_around_a_quote_counts(tiny):
    tiny.ids()
    tiny.write(WHOLE.replace("Write to tiny@tiny.example.", "Write to us@tiny.example."))
    assert tiny.ids() == []
    tiny.write(
        WHOLE.replace("We share data with our courier only.", "We share data with our courier only.").replace(
            "You must give us a\nname to order.", "Without your name we cannot supply you, and must not."
        )
    )
    assert tiny.ids() == ["text-changed/consent-withdrawn"]


def test_a_folder_that_cannot_be_written_is_checked_all_the_same(tiny):
    (tiny.path / ".abide").write_text("in the way", encoding="utf-8")
    assert tiny.ids() == []


def test_a_quote_that_stands_no_more_names_the_nearest_sentence(tiny):
    tiny.write(WHOLE.replace("for twelve months", "for six months"))
    (problem,) = look_at(tiny.path, DAY).problems
    assert problem.key == "candidates-twelve-months.quote"
    assert problem.hint == "nearest now, line 10: “We keep unsuccessful applications for six months.”"
