"""Training: the stock model's named-entity pipe goes on learning from our sentences and rehearses what it knew.

Here: one seeded run, from the stock model to weights. Not here: the sentences, the judging.
"""

from __future__ import annotations

import random
import warnings
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example, biluo_tags_to_spans, offsets_to_biluo_tags
from spacy.util import filter_spans
from thinc.api import Adam, Model, fix_random_seed

from scanners.model import UNTRAINED, stock
from scanners.training.sentences import Sentence

BATCH = 24


def _marked(pipeline: Language, sentences: Iterable[Sentence]) -> list[Example]:
    """Our spans as truth; beside them what the stock model sees of other kinds than persons."""
    examples = []
    sentences = list(sentences)
    for sentence, seen in zip(sentences, pipeline.pipe([s.text for s in sentences]), strict=True):
        truth = pipeline.make_doc(sentence.text)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=r"\[W030\]", category=UserWarning)
            tags = offsets_to_biluo_tags(truth, list(sentence.spans), missing="O")
        if "-" in tags:
            continue
        ours = biluo_tags_to_spans(truth, tags)
        taken = {i for span in ours for i in range(span.start, span.end)}
        others = [
            Span(truth, e.start, e.end, e.label_)
            for e in seen.ents
            if e.label_ != "PERSON" and not taken & set(range(e.start, e.end))
        ]
        truth.set_ents(filter_spans([*ours, *others]))
        examples.append(Example(pipeline.make_doc(sentence.text), truth))
    return examples


def _rehearsed(pipeline: Language, texts: Sequence[str]) -> list[Example]:
    """What the stock model sees, as truth."""
    examples = []
    for seen in pipeline.pipe(texts):
        truth: Doc = pipeline.make_doc(seen.text)
        truth.set_ents([Span(truth, e.start, e.end, e.label_) for e in seen.ents])
        examples.append(Example(pipeline.make_doc(seen.text), truth))
    return examples


class _Partly:
    """An optimiser that leaves some layers alone."""

    def __init__(self, model: Model[Any, Any], rate: float) -> None:
        self._frozen = {layer.id for layer in model.walk() if layer.name in UNTRAINED}
        self._adam = Adam(rate, L2=0.0, grad_clip=1.0, use_averages=True)

    def __call__(self, key: tuple[int, str], weights: Any, gradient: Any, **more: Any) -> Any:
        if key[0] in self._frozen:
            return weights, np.zeros_like(gradient)
        return self._adam(key, weights, gradient, **more)

    def step_schedules(self) -> None:
        """As spaCy asks of an optimiser."""
        self._adam.step_schedules()

    @property
    def averages(self) -> Any:
        """The averages of the weights over the run, by layer and parameter."""
        return self._adam.averages


def train(
    ours: Sequence[Sentence],
    general: Sequence[Sentence],
    rehearsal: Sequence[str],
    *,
    seed: int,
    epochs: int,
    rate: float,
) -> Language:
    """The stock pipeline after `epochs` rounds over our sentences, marked general text, and texts to rehearse.

    Args:
        ours: sentences with all their persons marked.
        general: general text with all its persons marked.
        rehearsal: texts on which the stock model's own view is the truth.
        seed: of the shuffling and the dropout.
        epochs: rounds over all of them.
        rate: the learning rate of Adam; the weights are the averages over the run.
    """
    fix_random_seed(seed)
    order = random.Random(seed)  # noqa: S311 - reproducible on purpose
    pipeline = stock()
    examples = _marked(pipeline, ours) + _marked(pipeline, general) + _rehearsed(pipeline, rehearsal)
    model: Model[Any, Any] = pipeline.get_pipe("ner").model  # type: ignore[attr-defined]
    optimiser = _Partly(model, rate)
    for _ in range(epochs):
        order.shuffle(examples)
        for start in range(0, len(examples), BATCH):
            pipeline.update(examples[start : start + BATCH], sgd=optimiser, drop=0.2)  # type: ignore[arg-type]  # called as one
            optimiser.step_schedules()
    averages = optimiser.averages
    for layer in model.walk():
        for name in layer.param_names:
            if (layer.id, name) in averages:
                layer.set_param(name, averages[layer.id, name])
    return pipeline
