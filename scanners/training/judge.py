"""Judging: how well a pipeline sees persons, by set, as the model sees them and as the recogniser tells them.

Here: precision, recall and F1 over exact spans, and the share of texts without a person in which one is seen. Not here:
training.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from presidio_analyzer.nlp_engine import NlpArtifacts
from spacy.language import Language
from spacy.tokens import Doc

from scanners.recognisers.person import recogniser
from scanners.training.sentences import Sentence

_TITLE = re.compile(r"(?:mr|mrs|ms|miss|mx|dr|prof|cllr|hon)\.?\s", re.IGNORECASE)
_Spans = set[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over one set; a span counts when both its ends are right, titles and possessives apart."""

    right: int
    wrong: int
    missed: int
    clean: int
    clean_flagged: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 where nothing is right."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    def __str__(self) -> str:
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missed)
        return (
            f"P {precision:.3f}  R {recall:.3f}  F1 {self.f1:.3f}  without a person {self.clean}, "
            f"flagged {self.clean_flagged}"
        )


def judge(pipeline: Language, sets: Mapping[str, Sequence[Sentence]]) -> dict[tuple[str, str], Score]:
    """(set, `model` or `recogniser`) → score."""
    scores = {}
    persons = recogniser()

    def told(doc: Doc) -> _Spans:
        seen = NlpArtifacts(
            entities=list(doc.ents), tokens=doc, tokens_indices=[], lemmas=[], nlp_engine=None, language="en"
        )
        return {(r.start, r.end) for r in persons.analyze(doc.text, ["PERSON"], seen)}

    for name, sentences in sets.items():
        docs = list(pipeline.pipe([s.text for s in sentences]))
        scores[name, "model"] = _score(sentences, docs, _seen)
        scores[name, "recogniser"] = _score(sentences, docs, told)
    return scores


def _seen(doc: Doc) -> _Spans:
    return {(e.start_char, e.end_char) for e in doc.ents if e.label_ == "PERSON"}


def _score(sentences: Sequence[Sentence], docs: Sequence[Doc], spans: Callable[[Doc], _Spans]) -> Score:
    right = wrong = missed = clean = flagged = 0
    for sentence, doc in zip(sentences, docs, strict=True):
        truth = {_bare(sentence.text, a, b) for a, b, label in sentence.spans if label == "PERSON"}
        found = {_bare(sentence.text, a, b) for a, b in spans(doc)}
        right += len(truth & found)
        wrong += len(found - truth)
        missed += len(truth - found)
        clean += not truth
        flagged += bool(found) and not truth
    return Score(right, wrong, missed, clean, flagged)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    title = _TITLE.match(text, start, end)
    start = title.end() if title else start
    return start, end - 2 if text[start:end].endswith(("'s", "\u2019s")) else end
