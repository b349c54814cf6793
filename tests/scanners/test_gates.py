"""Gates lose nothing: what is read behind them is what Presidio's whole analyser, asking all of every text, finds."""

import random
import re

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from scanners.column import SURE
from scanners.engine import Reading, read
from scanners.marks import UNREAD
from scanners.needed import BEYOND, STAND_IN, STRANGE, UntranslatedError, needed
from scanners.needs import clauses_of, clauses_of_words, plain, shortest
from scanners.reading import READ, must_be_read, read_batch
from scanners.registry import PERSON, kinds, modules
from scanners.role import Role, key_of
from scanners.stem_search import StemSearch
from scanners.text import is_machine_text, lower
from scanners.vocabulary import widen

HEADERS = ["", "email address", "dob", "dietary requirements", "sort code", "gender", "car reg", "nhs number", "notes"]
EXAMPLES = sorted(
    {text for m in modules() for text, _ in m.FOUND}
    | {text for m in modules() for text in m.LEFT}
    | {text for m in modules() for _, text, _ in getattr(m, "UNDER", ())}
)


def ungated(text, header):
    """What counts of what Presidio's analyser says, with every recogniser but the model's asked of the whole text."""
    entities = tuple(e for e, k in kinds().items() if e != PERSON and not (k.terms and is_machine_text(text)))
    (found,) = read([Reading(text, header, entities, ask_model=False)])
    return {(r.entity_type, r.start, r.end, round(min(r.score, 1.0), 6)) for r in found if r.score >= SURE}


def gated(texts, header):
    rows = [{"value_id": i, "value": t, "role": Role(header).written()} for i, t in enumerate(texts)]
    found = [set() for _ in texts]
    for mark in read_batch(pa.RecordBatch.from_pylist(rows, schema=READ)).to_pylist():
        if mark["entity"] != PERSON:
            assert mark["start"] != UNREAD
            found[mark["value_id"]].add((mark["entity"], mark["start"], mark["end"], mark["score"]))
    return found


def same(texts, header):
    for text, found in zip(texts, gated(texts, header), strict=True):
        assert found == ungated(text, header), (text, header)


def test_every_recogniser_has_a_gate():
    from scanners.gates import gate_of, gates

    shapes = [k for e, k in kinds().items() if e != PERSON and not k.terms]
    assert [k.name for k in shapes if gate_of(k).strong is None] == []
    assert {k.entity for k in kinds().values() if k.terms} == set(gates().words.entities)


@pytest.mark.parametrize("header", HEADERS)
def test_examples(header):
    same(EXAMPLES, header)


def mixed(rng):
    """Two examples run into each other, with characters changed, doubled, dropped, or from beyond ASCII."""
    text = rng.choice(EXAMPLES) + rng.choice(["", " ", "_", "\n", ", ", "\u00e9", "-"]) + rng.choice(EXAMPLES)
    letters = list(text)
    for _ in range(rng.randrange(5)):
        at = rng.randrange(len(letters))
        letters[at] = rng.choice(
            [
                "",
                letters[at] * 2,
                "_",
                " ",
                "\u0130",
                "\u017f",
                "\u212a",
                "\u0663",
                "\u00e9",
                "\x1c",
                "\u2019",
                "\u00a0",
            ]
        )
    text = "".join(letters)
    return rng.choice([text, text.upper(), text.lower(), text.title()])


def test_what_is_refused_at_first_holds_nothing():
    rng = random.Random(6)  # noqa: S311
    for header in ["", "dob"]:
        texts = [t for t in [*EXAMPLES[::7], *(mixed(rng) for _ in range(40))] if t.strip()]
        rows = [{"value_id": i, "value": t, "role": Role(header).written()} for i, t in enumerate(texts)]
        batch = pa.RecordBatch.from_pylist(rows, schema=READ)
        read_at_all = must_be_read(batch).to_pylist()
        assert {*read_batch(batch)["value_id"].to_pylist()} <= {i for i, asked in enumerate(read_at_all) if asked}
    few = [{"value_id": i, "value": t, "role": Role("notes").written()} for i, t in enumerate(["12", "J. Roe"])]
    assert must_be_read(pa.RecordBatch.from_pylist(few, schema=READ)).to_pylist() == [False] * 2


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.text(alphabet=st.sampled_from(list("0123456789 @.:-/ABGabx+()_\u00e9\u0661\u017f")), max_size=40)))
def test_a_text_refused_at_first_has_nothing_that_counts(texts):
    texts = [t for t in texts if t.strip()]
    rows = [{"value_id": i, "value": t, "role": Role("notes").written()} for i, t in enumerate(texts)]
    asked = must_be_read(pa.RecordBatch.from_pylist(rows, schema=READ)).to_pylist()
    assert all(not ungated(t, "notes") for t, read_it in zip(texts, asked, strict=True) if not read_it)


def test_plain_words_have_the_stems_that_their_pattern_has():
    for words in ("asthma", "hearing loop", "on the sick", "of no fixed abode", "multiple sclerosis", "the a"):
        assert clauses_of_words(words) == clauses_of(widen(words))


TERM_PATTERNS = sorted(
    {
        pattern
        for kind in kinds().values()
        if kind.terms
        for finder in [*kind.recogniser._finders, kind.recogniser._guards]
        for pattern in finder._open
    }
)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_meets_a_pattern_holds_a_stem_of_each_of_its_clauses(data):
    pattern = data.draw(st.sampled_from(TERM_PATTERNS))
    text = data.draw(st.from_regex(rf"(?<!\w)(?:{widen(pattern)})(?!\w)"))
    spaced = b" %b " % plain(lower(text))
    for clause in clauses_of(widen(pattern)):
        assert any(stem.encode() in spaced for stem in clause)


def test_of_stems_the_shortest_stand_for_the_others():
    assert shortest([" asthma", " asthmat", "asthma ", " gf ", " gf", "f ", "itis "]) == [
        " asthma",
        " gf",
        "asthma ",
        "f ",
        "itis ",
    ]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(alphabet=st.sampled_from(list("abAB \u00e9\u2019_-1\n")), max_size=20), max_size=8))
def test_stems_are_looked_for_in_whole_columns_as_in_one_text(texts):
    stems = {"ONE": frozenset({" ab ", "ba"}), "OTHER": frozenset({"b ", " a1"})}
    found = StemSearch(stems).found(pl.Series(texts, dtype=pl.String))
    for entity, clause in stems.items():
        met = [i for i, t in enumerate(texts) if any(stem.encode() in b" %b " % plain(t) for stem in clause)]
        assert found[entity].tolist() == met
    assert StemSearch(stems).any_found(pl.Series(texts, dtype=pl.String)).tolist() == [
        any(place in found[entity] for entity in stems) for place in range(len(texts))
    ]


def test_examples_run_together_and_spoilt():
    rng = random.Random(5)  # noqa: S311
    for header in HEADERS[:4]:
        same([t for t in (mixed(rng) for _ in range(150)) if t.strip()], header)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.text(
            alphabet=st.sampled_from(list("0123456789 @.:-/ABGJabx+()_,\u00e9\u0661\u017f\u212a")),
            min_size=1,
            max_size=40,
        ),
        min_size=5,
        max_size=20,
    ),
    st.sampled_from(HEADERS),
)
def test_random_texts(texts, header):
    same([t for t in texts if t.strip()], header)


PATTERNS = [
    (r"\b\d{2}-\d{2}\b(?!-)", 0),
    (r"(?<![\w.])(?:\+|00)[\d ]{3,5}\d(?![\w/]|[.,]\d)", 0),
    (r"\b(?:gmbh|stra\u00dfe|k\w+s)\b", re.IGNORECASE),
    (r"([ab])\1x?\b", re.IGNORECASE),
    (r"(?<!\w)(?:no (?:\w+ ){0,2}caf\u00e9|an\u00e9mia)(?!\w)", 0),
    (r"[^\W\d_](?:[\w-]{0,61}[^\W_])?@", re.IGNORECASE),
    (r"(?-i:AB)c|^x$|\s{1,2}\Bk", re.IGNORECASE),
]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(PATTERNS),
    st.text(alphabet=st.sampled_from(list("aAbBkKsSxc0123 -_.@+/\u00e9\u00df\u017f\u212a\u0661\x1c\n")), max_size=24),
)
@example(PATTERNS[1], "c+123 4")
@example(PATTERNS[2], "\u017ftra\u00dfe")
def test_a_necessary_pattern_matches_wherever_the_pattern_does(pattern, text):
    source, flags = pattern
    if not re.search(source, text, flags):
        return
    plain = pl.Series([re.sub(BEYOND, STAND_IN, text)])
    strange = pl.Series([text]).str.contains(STRANGE)[0]
    assert strange or plain.str.contains(needed(source, flags))[0]


@pytest.mark.parametrize("pattern", [r"[[:alpha:]]+", r"(?:ab){e<=1}", r"\p{L}", r"(a)?(?(1)b|c)", r"("])
def test_what_cannot_be_translated_is_not_guessed_at(pattern):
    with pytest.raises(UntranslatedError):
        needed(pattern)


def test_columns_of_other_names_share_a_role_if_no_recogniser_tells_them_apart():
    assert key_of(Role("remark")) == key_of(Role("case notes"))
    assert key_of(Role("remark")) != key_of(Role("dietary requirements"))
    assert key_of(Role("remark")) != key_of(Role("remark", words=False))
