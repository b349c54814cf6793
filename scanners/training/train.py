"""Training: the stock model's named-entity pipe goes on learning from our sentences and rehearses what it knew.

Here: one seeded run, from the stock model to weights. Not here: the sentences, the judging.
"""

from __future__ import annotations

import random
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example, biluo_tags_to_spans, offsets_to_biluo_tags
from spacy.util import filter_spans, fix_random_seed, minibatch
from thinc.api import Adam, Model

from scanners.engine import UNUSED_PIPES
from scanners.model import UNTRAINED, model_path
from scanners.training.sentences import Sentence


def stock() -> Language:
    """The packaged model, its named-entity pipe alone."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]", category=UserWarning)
        return spacy.load(model_path(), exclude=list(UNUSED_PIPES))


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
            truth[e.start : e.end] if False else spacy.tokens.Span(truth, e.start, e.end, e.label_)
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
        truth.set_ents([spacy.tokens.Span(truth, e.start, e.end, e.label_) for e in seen.ents])
        examples.append(Example(pipeline.make_doc(seen.text), truth))
    return examples


class _Partly:
    """An optimiser that leaves some layers alone."""

    def __init__(self, model: Model, rate: float) -> None:
        self._frozen = {layer.id for layer in model.walk() if layer.name in UNTRAINED}
        self._adam = Adam(rate, L2=0.0, grad_clip=1.0, use_averages=True)

    def __call__(self, key: tuple[int, str], weights: Any, gradient: Any, **more: Any) -> Any:
        if key[0] in self._frozen:
            return weights, np.zeros_like(gradient)
        return self._adam(key, weights, gradient, **more)

    def step_schedules(self) -> None:
        self._adam.step_schedules()

    @property
    def averages(self) -> Any:
        return self._adam.averages


def train(ours: list[Sentence], general: list[Sentence], rehearsal: Sequence[str], *, seed: int, epochs: int, rate: float = 3e-4) -> Language:
    fix_random_seed(seed)
    order = random.Random(seed)  # noqa: S311
    pipeline = stock()
    examples = _marked(pipeline, ours) + _marked(pipeline, general) + _rehearsed(pipeline, rehearsal)
    optimiser = _Partly(pipeline.get_pipe("ner").model, rate)
    for epoch in range(epochs):
        order.shuffle(examples)
        losses: dict[str, float] = {}
        for batch in minibatch(examples, 24):
            pipeline.update(batch, sgd=optimiser, drop=0.2, losses=losses)
            optimiser.step_schedules()
        print(epoch, losses, flush=True)
    model = pipeline.get_pipe("ner").model
    averages = optimiser.averages
    for layer in model.walk():
        for name in layer.param_names:
            if (layer.id, name) in averages:
                layer.set_param(name, averages[layer.id, name])
    return pipeline
