"""Presidio and spaCy, put together once a process and without a network.

Here: the named-entity model, how one recogniser reads one text, and the whole analyser that reads a text with all of
them. Not here: recognisers (their own files), which of them read what (`scanners.reading`), columns, batches.

A scan asks each recogniser by itself, through Presidio's own interface and with its context enhancement, of the texts
its gate lets through: each recogniser has an entity of its own, so the results are those of the analyser, which asks
all of every text. A pattern that runs longer than `SECONDS` is stopped by Presidio, which then goes on as if nothing
had matched and says so only in a log line; that line is caught here and the reading told as cut short.

The model is `scanners.model`'s. The e-mail check resolves suffixes through
tldextract, which fetches a list on its first call: it is given the list it ships with.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, cast

import tldextract.tldextract
from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine, NlpEngineProvider, SpacyNlpEngine
from presidio_analyzer.recognizer_registry import RecognizerRegistry
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from scanners.context import NearbyWords
from scanners.model import load, model_path
from scanners.registry import Kind, kinds
from scanners.text import PIECE
from scanners.windows import Rationed, windows

LANGUAGE = "en"
UNUSED_LABELS = (
    *("CARDINAL", "DATE", "EVENT", "FAC", "GPE", "LANGUAGE", "LAW", "LOC", "MONEY"),
    *("NORP", "ORDINAL", "ORG", "PERCENT", "PRODUCT", "QUANTITY", "TIME", "WORK_OF_ART"),
)
BATCH_SIZE = 256
SECONDS = 1.0
"""Longest that one pattern may take over one piece of a text."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One text to read, its column's name in words, the entities to look for, and whether to ask the model."""

    text: str
    header: str
    entities: tuple[str, ...]
    ask_model: bool


class _NamesOnly(SpacyNlpEngine):
    """Presidio's spaCy engine, loading the named-entity pipe only and never downloading."""

    def load(self) -> None:
        self.nlp = {m["lang_code"]: load() for m in self.models}  # type: ignore[assignment]

    def _doc_to_nlp_artifact(self, doc: Doc, language: str) -> NlpArtifacts:
        entities, scores = self._get_updated_entities(list(doc.ents), self._get_scores_for_entities(doc))
        return NlpArtifacts(
            entities=entities,
            tokens=doc,
            tokens_indices=[],
            lemmas=[],
            nlp_engine=None,
            language=language,
            scores=scores,
        )


class _Registry(RecognizerRegistry):
    """Presidio's registry, which looks up the recognisers of the same entities once instead of for every text."""

    def __init__(self, recognizers: list[EntityRecognizer]) -> None:
        super().__init__(recognizers=recognizers, supported_languages=[LANGUAGE])
        self._chosen: dict[tuple[str, ...], list[EntityRecognizer]] = {}

    def get_recognizers(
        self,
        language: str,
        entities: list[str] | None = None,
        all_fields: bool = False,
        ad_hoc_recognizers: list[EntityRecognizer] | None = None,
    ) -> list[EntityRecognizer]:
        if entities is None or all_fields or ad_hoc_recognizers:
            chosen: list[EntityRecognizer] = super().get_recognizers(language, entities, all_fields, ad_hoc_recognizers)
            return chosen
        key = tuple(entities)
        if key not in self._chosen:
            self._chosen[key] = sorted(
                super().get_recognizers(language, entities), key=lambda r: r.supported_entities[0]
            )
        return self._chosen[key]


class _NoValues(logging.Filter):
    """Keeps back the record of Presidio's that quotes a value, and counts those that tell of a pattern stopped."""

    def __init__(self) -> None:
        super().__init__()
        self.stopped = 0

    def filter(self, record: logging.LogRecord) -> bool:
        if "timed out" in str(record.msg):
            self.stopped += 1
            return False
        return not str(record.msg).startswith("Failed to validate text")


@cache
def _quiet() -> _NoValues:
    """Set Presidio and tldextract up for this process, once: no value in a log, no network, patterns that stop."""
    kept_back = _NoValues()
    for name in ("presidio-analyzer", "decision_process"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.WARNING)
        logger.addFilter(kept_back)
    for name, module in list(sys.modules.items()):
        if name.startswith("presidio_analyzer.") and hasattr(module, "REGEX_TIMEOUT_SECONDS"):
            vars(module)["REGEX_TIMEOUT_SECONDS"] = SECONDS
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    return kept_back


@cache
def _nearby_words() -> NearbyWords:
    return NearbyWords()


@cache
def _unasked() -> NlpArtifacts:
    """What a recogniser is given of a text that the model did not read."""
    return NlpArtifacts(
        entities=[], tokens=Doc(Vocab()), tokens_indices=[], lemmas=[], nlp_engine=None, language=LANGUAGE
    )


def examine(
    kind: Kind, text: str, header: str, artifacts: NlpArtifacts | None = None
) -> tuple[list[RecognizerResult], bool]:
    """What one recogniser says of one text under one header, as Presidio's analyser would have it say.

    Returns:
        The results, weak ones included, and whether a pattern of it was stopped, so that some may be missing.
    """
    log = _quiet()
    stopped = log.stopped
    recogniser = kind.recogniser
    artifacts = artifacts or _unasked()
    found = recogniser.analyze(text=text, entities=[kind.entity], nlp_artifacts=artifacts)
    found = recogniser.enhance_using_context(
        text=text,
        raw_recognizer_results=found,
        other_raw_recognizer_results=[],
        nlp_artifacts=artifacts,
        context=[header],
    )
    if found:
        found = _nearby_words().enhance_using_context(text, found, artifacts, [recogniser], [header])
    if len(found) > 1:
        found = EntityRecognizer.remove_duplicates(found)
    return found, log.stopped > stopped


class Named(NamedTuple):
    """A span that the model names, placed in the whole text; attributes as spaCy's spans have them."""

    label_: str
    start_char: int
    end_char: int


def named_in(texts: Sequence[str]) -> Iterator[tuple[NlpArtifacts, bool]]:
    """What the model finds in each text, and whether it left some of it unread (`scanners.windows`).

    Only the sentences that may name someone are read, each distinct one once.
    """
    asked: list[list[tuple[int, str]]] = []
    short: list[bool] = []
    for text in texts:
        ration = Rationed() if len(text) > PIECE else None
        asked.append([(a, text[a:b]) for a, b, words in windows(text) if ration is None or ration.admits(b - a, words)])
        short.append(ration is not None and ration.left_some)
    distinct = sorted({window for windows_of in asked for _, window in windows_of})
    found: dict[str, list[Named]] = {}
    if distinct:
        model = vars(nlp())["nlp"][LANGUAGE]
        for window, doc in zip(distinct, model.pipe(distinct, batch_size=BATCH_SIZE), strict=True):
            found[window] = [
                Named(e.label_, e.start_char, e.end_char) for e in doc.ents if e.label_ not in UNUSED_LABELS
            ]
    for windows_of, left in zip(asked, short, strict=True):
        spans = [
            Named(n.label_, n.start_char + offset, n.end_char + offset)
            for offset, window in windows_of
            for n in found[window]
        ]
        artifacts = NlpArtifacts(
            entities=cast("list[Span]", spans),
            tokens=_unasked().tokens,
            tokens_indices=[],
            lemmas=[],
            nlp_engine=None,
            language=LANGUAGE,
        )
        yield artifacts, left


@cache
def nlp() -> NlpEngine:
    """The named-entity model of this process, loaded at the first call."""
    configuration = {
        "nlp_engine_name": "spacy",
        "models": [{"lang_code": LANGUAGE, "model_name": os.fspath(model_path())}],
        "ner_model_configuration": {
            "model_to_presidio_entity_mapping": {"PERSON": "PERSON"},
            "labels_to_ignore": list(UNUSED_LABELS),
        },
    }
    return NlpEngineProvider(nlp_engines=(_NamesOnly,), nlp_configuration=configuration).create_engine()


@cache
def engine() -> AnalyzerEngine:
    """The analyser with every recogniser: what a scan's results are measured against."""
    _quiet()
    registry = _Registry([kind.recogniser for kind in kinds().values()])
    return AnalyzerEngine(
        registry=registry,
        nlp_engine=nlp(),
        supported_languages=[LANGUAGE],
        context_aware_enhancer=_nearby_words(),
        default_score_threshold=0,
    )


def read(readings: Sequence[Reading]) -> Iterator[list[RecognizerResult]]:
    """The analyser's results of each reading, in order, weak ones included; sorted by place, entity and score.

    Every recogniser of the reading reads the whole text, and the model too if asked: no gate, no window.
    """
    analyser = engine()
    asked = analyser.nlp_engine.process_batch(
        [r.text for r in readings if r.ask_model], language=LANGUAGE, batch_size=BATCH_SIZE
    )
    for reading in readings:
        results = analyser.analyze(
            reading.text,
            language=LANGUAGE,
            entities=list(reading.entities),
            context=[reading.header],
            nlp_artifacts=next(asked)[1] if reading.ask_model else _unasked(),
            score_threshold=0,
        )
        yield sorted(results, key=lambda r: (r.start, r.end, r.entity_type, -r.score))
