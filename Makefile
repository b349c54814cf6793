# Every target works on a fresh machine with Python 3.11 and make. The environment is made once, from requirements.lock.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
EXAMPLES := $(patsubst %/abide.yaml,%,$(wildcard examples/*/abide.yaml))

unexport PYTHONDONTWRITEBYTECODE

demo ui: export DAGSTER_HOME := $(CURDIR)/.dagster

.PHONY: demo test test-slow ui lint bench bench-detect bench-scan stems docs lock clean
.DEFAULT_GOAL := demo

demo: $(READY)  ## the nightly job on both example controllers, as of today
	@for folder in $(EXAMPLES); do \
	  $(BIN)/abide init $$folder && $(BIN)/python -m examples.generate $$folder --as-of today || exit 2; \
	done
	@$(BIN)/abide scan $(EXAMPLES) --as-of today; code=$$?; test $$code -le 1 || exit $$code

test: $(READY)  ## the quick tests
	$(BIN)/python -m pytest -q -n 2 --dist loadscope --no-loadscope-reorder -m "not slow and not browser"

test-slow: $(READY)  ## the slow tests, and those that drive a real browser
	$(BIN)/python -m pytest -q -n 2 -m "slow or browser"

ui: $(READY)  ## the Dagster UI with the nightly schedule running
	$(BIN)/dagster dev -w workspace.yaml

lint: $(READY)  ## ruff, mypy strict, and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)  ## what a night costs on this machine
	$(BIN)/python benchmarks/night.py

stems: $(READY)  ## work out anew the stems of scanners/words, after a change to them
	$(BIN)/python -m scanners.kept_stems

bench-detect: $(READY)  ## how well the scanners detect, against plain Presidio on the same rows
	$(BIN)/python -m benchmarks.detect

bench-scan: $(READY)  ## what the scanners cost, beside plain Presidio on the same rows; ten minutes and more
	$(BIN)/python benchmarks/scan.py

docs: $(READY)  ## write docs/reference anew from the rules, the catalog and the models
	$(BIN)/python -m pipelines.reference

lock:  ## write requirements.lock anew from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-strip-extras --no-emit-index-url --no-header -q -o requirements.lock

clean:
	rm -rf $(VENV) .dagster examples/*/.abide examples/*/report examples/*/exports examples/*/truth.json

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null \
	  || { echo "Python 3.11 is needed: make PYTHON=/path/to/python3.11 ..."; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements-uv.lock
	@$(BIN)/uv pip install -q -p $(BIN)/python --require-hashes --compile-bytecode -r requirements.lock
	@$(BIN)/uv pip install -q -p $(BIN)/python --no-deps --no-build-isolation --no-index -e .
	@mkdir -p .dagster && cp pipelines/dagster.yaml .dagster/dagster.yaml
	@touch $@
