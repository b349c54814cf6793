"""The other side of the scanners' benchmark: plain Presidio over a fixed sample of the same rows.

    python benchmarks/scan_presidio.py ROWS SAMPLE BATCH [text]

Presidio's `BatchAnalyzerEngine.analyze_dict` over each table's columns, with its default recognisers, all its UK ones
and the same medium model; BATCH 1 is what it ships with. Prints JSON: CPU seconds for ROWS rows, extrapolated table by
table from the sampled rows, which are spread evenly, after one row to warm up.
"""

from __future__ import annotations

import inspect
import json
import os
import sys
import time
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import tldextract.tldextract
from presidio_analyzer import AnalyzerEngine, BatchAnalyzerEngine, EntityRecognizer, predefined_recognizers
from presidio_analyzer.nlp_engine import NlpEngineProvider

from benchmarks.rows import tables
from scanners.engine import model_path

warnings.filterwarnings("ignore", message=r"\[W095\]")


def engine() -> BatchAnalyzerEngine:
    """Presidio as its documentation sets it up, offline, with the UK recognisers on."""
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    configuration = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": os.fspath(model_path())}]}
    analyser = AnalyzerEngine(nlp_engine=NlpEngineProvider(nlp_configuration=configuration).create_engine())
    there = {type(recogniser) for recogniser in analyser.registry.recognizers}
    for name, made in inspect.getmembers(predefined_recognizers, inspect.isclass):
        if name.startswith("Uk") and issubclass(made, EntityRecognizer) and made not in there:
            analyser.registry.add_recognizer(made())
    return BatchAnalyzerEngine(analyser)


def main() -> None:
    """Measure and print."""
    count, sample, batch = (int(word) for word in sys.argv[1:4])
    everything = tables(count)
    if "text" in sys.argv[4:]:
        everything = {"tickets": [{"body": row["body"]} for row in everything["tickets"]]}
    rows = sum(map(len, everything.values()))
    analyser = engine()
    spent = 0.0
    for some in everything.values():
        wanted = max(1, round(sample * len(some) / rows))
        chosen = some[:: max(1, len(some) // wanted)][:wanted]
        list(analyser.analyze_dict({column: [chosen[0][column]] for column in chosen[0]}, language="en"))
        began = time.process_time()
        columns = {column: [row[column] for row in chosen] for column in chosen[0]}
        for _ in analyser.analyze_dict(columns, language="en", batch_size=batch):
            pass
        spent += (time.process_time() - began) * len(some) / len(chosen)
    print(json.dumps({"cpu": spent, "rows": rows, "sample": sample}))


if __name__ == "__main__":
    main()
