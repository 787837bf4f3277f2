# Commands of the book. `make book` needs Python 3.11 or newer and nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BUDGET ?= 10min
DEVICE ?= cpu
CHAPTERS := $(wildcard index.ipynb chapters/*.ipynb)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK := uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 --no-header --no-annotate --no-emit-index-url

.PHONY: book serve lab test test-lab outputs bench ladder lock clean

book: $(VENV)/book  ## build the site
	$(BIN)/jupyter-book build . -W -n --keep-going
	@echo "The site is in $(CURDIR)/_build/html: open $(CURDIR)/_build/html/index.html"

serve: book  ## build the site and serve it on this machine
	$(BIN)/python -m http.server --directory _build/html --bind 127.0.0.1 8000

lab: $(VENV)/book  ## open the chapters in JupyterLab
	$(BIN)/jupyter lab chapters

test: $(VENV)/test  ## everything that CI checks
	$(BIN)/python tests/run.py

test-lab: $(VENV)/test $(VENV)/lab  ## the checks of the trainer, which need PyTorch
	$(BIN)/python -m pytest -q -c tests/pytest.ini tests/laboratory

outputs: $(VENV)/book  ## execute the chapters and store their outputs
	$(BIN)/python -m what_scale_buys.book.outputs $(CHAPTERS)

bench: $(VENV)/test  ## time the explorables and the fitter against their alternatives
	$(BIN)/python benchmarks/explorable_bench.py
	$(BIN)/python benchmarks/fit_bench.py

ladder: $(VENV)/lab  ## train the book's own models: BUDGET=10min, 2h or gpu; EXPERIMENT=name or all; DEVICE=cpu or cuda
	$(BIN)/python -m lab $(if $(EXPERIMENT),experiment $(EXPERIMENT),ladder) --budget $(BUDGET) --device $(DEVICE)

lock: $(VENV)/test  ## resolve the newest versions and write the exact environment
	$(BIN)/$(LOCK) requirements.in --upgrade --output-file requirements.txt
	grep -v '^-e' requirements.txt > $(VENV)/constraints.txt
	$(BIN)/$(LOCK) tests/requirements.in -c $(VENV)/constraints.txt --upgrade --output-file tests/requirements.txt

clean:  ## remove what was built
	rm -rf _build

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "The book needs Python 3.11 or newer.")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/book: requirements.txt pyproject.toml lib/pyproject.toml | $(BIN)/python
	$(PIP) -r requirements.txt
	@touch $@

$(VENV)/test: tests/requirements.txt $(VENV)/book
	$(PIP) -r tests/requirements.txt
	@touch $@

$(VENV)/lab: lab/requirements-lab.txt $(VENV)/book
	$(PIP) -r lab/requirements-lab.txt
	@touch $@
