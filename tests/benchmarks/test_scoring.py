"""The benchmark's arithmetic on examples small enough to count by hand."""

import pytest

from benchmarks.detect import bars, errors, main, printed
from benchmarks.guesses import HIDDEN, LYING, SHOWN, headers_of
from benchmarks.plain_presidio import LOCATION, kindly
from benchmarks.scoring import (
    Counts,
    Finding,
    Score,
    SpecialScore,
    family,
    is_flagged,
    is_right,
    misled,
    says,
    score_cell,
    score_column,
    score_special,
)
from benchmarks.sets.mentions import Sentence
from benchmarks.sets.slots import Span
from benchmarks.sets.tables import tables, truth_of

EMAIL = "user.contact.email"
PHONE = "user.contact.phone_number"


@pytest.mark.parametrize(
    ("guess", "truth", "right"),
    [
        ("user.name", "user.name", True),
        ("user.name", "user.name.first", True),
        ("user.name.first", "user.name", True),
        ("user.name.first", "user.name.last", False),
        (EMAIL, PHONE, False),
        ("user.contact", EMAIL, False),
        ("user", "user.name", False),
        ("user.demographic", "user.demographic.gender", False),
        ("user.contact.address.postal_code", "user.contact.address", True),
        ("user.contact.address.postal_code", "user.contact.address.city", False),
        ("user.health_and_medical", "user.health_and_medical.genetic", False),
        ("user.health_and_medical.record_id", "user.health_and_medical", True),
        ("user.financial.credit_card", "user.financial.bank_account", False),
    ],
)
def test_a_guess_is_right_within_its_family(guess, truth, right):
    assert is_right(guess, truth) is right


def test_the_family_of_a_category_without_one_is_itself():
    assert family("user.name.last") == "user.name"
    assert family(EMAIL) == EMAIL
    assert family("user.health_and_medical.genetic") == "user.health_and_medical.genetic"


def test_precision_recall_and_f1():
    counts = Counts(right=6, wrong=2, missed=4)
    assert counts.precision == 0.75
    assert counts.recall == 0.6
    assert counts.f1 == pytest.approx(2 / 3)
    assert (Counts().precision, Counts().recall, Counts().f1) == (1, 1, 1)
    assert Counts(missed=3).f1 == 0
    counts += Counts(1, 2, 3)
    assert counts == Counts(7, 4, 7)


def test_a_column_counts_what_must_and_what_may_be_said():
    score = Score()
    truth = truth_of(f"user.name.first/user.name + {EMAIL} ~user.unique_id")
    found = score_column(score, truth, frozenset({"user.name", "user.unique_id", PHONE}), hidden=False)
    assert score.total == Counts(right=1, wrong=1, missed=1)
    assert sorted(found) == [("missed", EMAIL), ("mistyped", PHONE)]


def test_a_column_that_no_value_can_tell_only_may_be_said_when_hidden():
    truth = truth_of("user.financial *")
    shown, hidden = Score(), Score()
    score_column(shown, truth, frozenset(), hidden=False)
    score_column(hidden, truth, frozenset(), hidden=True)
    score_column(hidden, truth, frozenset({"user.financial"}), hidden=True)
    assert shown.total == Counts(missed=1)
    assert hidden.total == Counts()


def test_a_lying_header_may_be_believed_only_where_the_values_tell_nothing():
    email, salary, code = truth_of(EMAIL), truth_of("user.financial *"), truth_of("-")
    score = Score()
    score_column(score, misled(email, salary), frozenset({"user.financial"}), hidden=True)
    assert score.total == Counts(wrong=1, missed=1)
    for own in (salary, code):
        score = Score()
        score_column(score, misled(own, email), frozenset({EMAIL}), hidden=True)
        assert score.total == Counts()


def test_headers_are_moved_by_one_where_they_lie():
    table = tables("tuning")[0]
    own = [column.header for column in table.columns]
    assert headers_of(table, SHOWN) == own
    assert headers_of(table, LYING) == [own[-1], *own[:-1]]
    assert headers_of(table, HIDDEN)[:2] == ["col_1", "col_2"]


def test_a_column_of_free_text_may_be_content_and_nothing_else():
    score = Score()
    found = score_column(score, truth_of("free"), frozenset({"user.content", "user.name"}), hidden=False)
    assert found == [("invented", "user.name")]


def test_a_cell_counts_overlaps_of_the_right_category():
    #       0123456789
    text = "Ann, 07700"
    spans = [Span(0, 3, ("user.name.first",)), Span(5, 10, (PHONE,))]
    score = Score()
    found = [Finding(0, 4, "user.name"), Finding(0, 3, "user.name.first"), Finding(5, 10, EMAIL), Finding(3, 5, PHONE)]
    kinds = sorted((kind, category) for kind, category, _ in score_cell(score, spans, found))
    assert len(text) == 10
    assert kinds == [("invented", PHONE), ("missed", PHONE), ("mistyped", EMAIL)]
    assert score.total == Counts(right=1, wrong=2, missed=1)
    assert score.by_category["user.name"] == Counts(right=1)


def test_a_neutral_span_and_a_neutral_category_count_for_nothing():
    score = Score()
    spans = [Span(0, 4, ("user.contact.address.city",), neutral=True)]
    score_cell(score, spans, [Finding(0, 4, "user.contact.address"), Finding(5, 9, "user.job_title")])
    assert score.total == Counts()
    assert not is_flagged([Finding(5, 9, "user.job_title")])
    assert is_flagged([Finding(5, 9, "user.name")])


def test_a_finding_on_the_whole_column_touches_every_cell():
    score = Score()
    score_cell(score, [Span(2, 4, (EMAIL,))], [Finding(-1, -1, EMAIL)])
    score_cell(score, [], [Finding(-1, -1, EMAIL)])
    assert score.total == Counts(right=1, wrong=1)


HEALTH = "user.health_and_medical"
RELIGION = "user.demographic.religious_belief"
DIET = "user.demographic.dietary_requirement"
MENTION = Sentence("health", HEALTH, "positive", "has asthma", ((0, 10),), "stated", "subject")
DENIAL = Sentence("health", HEALTH, "denied", "has no asthma")
MEAL = Sentence("diet", DIET, "positive", "halal only", ((0, 5),), "stated", "subject", frozenset({RELIGION}))


def special_of(pack, *of):
    score = SpecialScore()
    for sentence, found in of:
        score_special(score, pack, sentence, found)
    return score


def test_a_mention_is_found_where_it_stands():
    here, elsewhere = Finding(4, 10, HEALTH, "stated", "unknown"), Finding(10, 12, HEALTH)
    score = special_of(HEALTH, (MENTION, [here]), (MENTION, [elsewhere]), (MENTION, []))
    assert score.counts == Counts(right=1, missed=2)
    assert (score.right_how, score.right_about) == (1, 0)


def test_a_denial_is_wrong_unless_it_is_said_to_be_negated():
    score = special_of(
        HEALTH, (DENIAL, [Finding(7, 13, HEALTH)]), (DENIAL, [Finding(7, 13, HEALTH, negated=True)]), (DENIAL, [])
    )
    assert score.counts == Counts(wrong=1)
    assert score.errors == {("wrong", "denied"): 1}


def test_what_a_meal_implies_is_right_for_the_diet_and_never_wrong_for_the_religion():
    implied = [Finding(0, 5, RELIGION)]
    assert special_of(DIET, (MEAL, implied)).counts == Counts(right=1)
    assert special_of(RELIGION, (MEAL, implied)).counts == Counts()
    assert special_of(HEALTH, (MEAL, [Finding(0, 5, HEALTH)])).errors == {("wrong", "another pack"): 1}


def test_genetic_data_is_not_health_data_and_the_other_way_round():
    genetic = f"{HEALTH}.genetic"
    assert says(genetic, genetic)
    assert not says(HEALTH, genetic)
    assert not says(genetic, HEALTH)
    assert says("user.authorization.biometric", "user.biometric")


def test_the_baseline_is_read_kindly():
    spans = [Span(0, 9, ("user.contact.address",))]
    found = [Finding(0, 5, LOCATION), Finding(20, 25, LOCATION), Finding(20, 25, "user.name"), Finding(0, 3, RELIGION)]
    assert kindly(found, spans) == [Finding(0, 5, LOCATION), Finding(20, 25, "user.name")]


def test_the_report_prints_and_shows_no_item_of_the_blind_half(capsys):
    main(["--half", "blind", "--set", "research", "--no-baseline", "--show-errors"])
    out = capsys.readouterr().out
    assert "| research, persons |" in out
    assert "research missed user.name" in out
    assert "@" not in out
    assert "Penhaligon" not in out


def test_the_lines_of_a_report():
    figures = {"f1": 0.5, "precision": 1.0, "recall": 1 / 3, "right": 1, "wrong": 0, "errors": {"missed user.name": 2}}
    nothing = {"f1": 0.0, "precision": 1.0, "recall": 0.0, "right": 0, "wrong": 0, "errors": {}}
    report = {"columns": {"abide": {"headers shown": figures, "headers hidden": nothing, "headers lying": nothing}}}
    assert "| columns, headers shown | 0.500 | 1.000 | 0.333 |" in printed("tuning", report)
    assert "| columns, headers hidden | 0.000 | - | 0.000 |" in printed("tuning", report)
    assert "| columns, headers shown: F1 | 0.500 | at least 0.88 | no |" in bars(report)
    assert "| columns, headers shown: precision | 1.000 | at least 0.95 | yes |" in bars(report)
    assert errors(report).splitlines()[0].split() == ["2", "columns", "headers", "shown", "missed", "user.name"]
