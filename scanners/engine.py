"""Presidio and spaCy, put together once a process and without a network.

Here: the analyser, the named-entity model, and one function that reads texts. Not here: recognisers (their own files),
columns, batches.

The model is `scanners.model`'s. The e-mail check resolves suffixes through
tldextract, which fetches a list on its first call: it is given the list it ships with.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import tldextract.tldextract
from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngineProvider, SpacyNlpEngine
from presidio_analyzer.recognizer_registry import RecognizerRegistry
from spacy.tokens import Doc
from spacy.vocab import Vocab

from scanners.context import NearbyWords
from scanners.model import load, model_path
from scanners.registry import kinds

LANGUAGE = "en"
UNUSED_LABELS = (
    *("CARDINAL", "DATE", "EVENT", "FAC", "GPE", "LANGUAGE", "LAW", "LOC", "MONEY"),
    *("NORP", "ORDINAL", "ORG", "PERCENT", "PRODUCT", "QUANTITY", "TIME", "WORK_OF_ART"),
)
BATCH_SIZE = 64


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
    """Keeps back the one record of Presidio's that quotes a value."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not str(record.msg).startswith("Failed to validate text")


def _quieten() -> None:
    for name in ("presidio-analyzer", "decision_process"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.WARNING)
        if not any(isinstance(f, _NoValues) for f in logger.filters):
            logger.addFilter(_NoValues())


@cache
def engine() -> AnalyzerEngine:
    """The analyser of this process, built at the first call (about 2 s)."""
    _quieten()
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    configuration = {
        "nlp_engine_name": "spacy",
        "models": [{"lang_code": LANGUAGE, "model_name": os.fspath(model_path())}],
        "ner_model_configuration": {
            "model_to_presidio_entity_mapping": {"PERSON": "PERSON"},
            "labels_to_ignore": list(UNUSED_LABELS),
        },
    }
    nlp = NlpEngineProvider(nlp_engines=(_NamesOnly,), nlp_configuration=configuration).create_engine()
    registry = _Registry([kind.recogniser for kind in kinds().values()])
    return AnalyzerEngine(
        registry=registry,
        nlp_engine=nlp,
        supported_languages=[LANGUAGE],
        context_aware_enhancer=NearbyWords(),
        default_score_threshold=0,
    )


def read(readings: Sequence[Reading]) -> Iterator[list[RecognizerResult]]:
    """The results of each reading, in order, weak ones included; each list sorted by place, entity and score."""
    analyser = engine()
    nlp = analyser.nlp_engine
    asked = nlp.process_batch([r.text for r in readings if r.ask_model], language=LANGUAGE, batch_size=BATCH_SIZE)
    unasked = NlpArtifacts(
        entities=[], tokens=Doc(Vocab()), tokens_indices=[], lemmas=[], nlp_engine=None, language=LANGUAGE
    )
    for reading in readings:
        artifacts = next(asked)[1] if reading.ask_model else unasked
        results = analyser.analyze(
            reading.text,
            language=LANGUAGE,
            entities=list(reading.entities),
            context=[reading.header],
            nlp_artifacts=artifacts,
            score_threshold=0,
        )
        yield sorted(results, key=lambda r: (r.start, r.end, r.entity_type, -r.score))
