# Commands of the book. `make book` needs Python 3.11 or newer and nothing else; `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BUDGET ?= 10min
FOLDER ?= _build/copies
DEVICE ?= cpu
CHAPTERS := $(wildcard index.ipynb chapters/*.ipynb)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK := $(BIN)/uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 \
	--no-header --no-annotate --no-emit-index-url --generate-hashes

.PHONY: help book serve volumes lab copies course test test-lab kernels outputs bench ladder wheel lock clean

help:  ## list the commands
	@sed -n 's/^\([a-z-]*\):.*##/\1:/p' Makefile | while IFS=: read -r name what; do printf '  make %-10s%s\n' "$$name" "$$what"; done

book: $(VENV)/book  ## build the site
	$(BIN)/python -m what_scale_buys book

serve: $(VENV)/book  ## build the site and serve it on this machine
	$(BIN)/python -m what_scale_buys serve

volumes: book  ## build the site, and of it the whole book as one PDF and one EPUB, into _build
	$(BIN)/python -m what_scale_buys pdf
	$(BIN)/python -m what_scale_buys epub

lab: $(VENV)/book  ## open the book in JupyterLab, in copies that you may change (notebooks/)
	$(BIN)/python -m what_scale_buys lab

copies: $(VENV)/book  ## the notebooks with all numbers and citations written out, for any viewer: FOLDER=...
	$(BIN)/python -m what_scale_buys copies $(FOLDER)

course: $(VENV)/book  ## problem sets, question banks, handouts, slides and pictures for a class, into _build/course
	$(BIN)/python -m what_scale_buys course sets _build/course/sets
	$(BIN)/python -m what_scale_buys course kit _build/course

test: $(VENV)/test  ## everything that CI checks
	$(BIN)/python tests/run.py

test-lab: $(VENV)/test $(VENV)/lab  ## the checks of the trainer, which need PyTorch
	$(BIN)/python -m pytest -q -n 2 -c tests/pytest.ini tests/laboratory

kernels: $(VENV)/test  ## compare the stored numbers with those of other processors' arithmetic
	$(BIN)/python tests/kernels.py

outputs: $(VENV)/book  ## execute the chapters and store their outputs
	$(BIN)/python -m what_scale_buys.book.outputs $(CHAPTERS)

bench: $(VENV)/test  ## time the explorables and the fitter against their alternatives
	$(BIN)/python benchmarks/explorable_bench.py
	$(BIN)/python benchmarks/fit_bench.py

ladder: $(VENV)/lab  ## train the book's own models: BUDGET=10min, 2h or gpu; EXPERIMENT=name or all; DEVICE=cpu or cuda
	$(BIN)/python -m lab $(if $(EXPERIMENT),experiment $(EXPERIMENT),ladder) --budget $(BUDGET) --device $(DEVICE)

wheel: $(VENV)/book  ## build the wheels of the instrument and of the book into dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist ./lib .

lock: $(VENV)/test  ## resolve the newest versions and write the exact environment
	$(LOCK) requirements.in --upgrade --output-file requirements.lock
	grep -v '^-e' requirements.lock > $(VENV)/newest && mv $(VENV)/newest requirements.lock
	(printf -- '-e ./lib\n-e .\n'; sed -n 's/^\([a-z].*==[^\\]*[^ \\]\) *\\*$$/\1/p' requirements.lock) > requirements.txt
	$(LOCK) tests/requirements.in -c requirements.lock --upgrade --output-file tests/requirements.lock

clean:  ## remove what was built
	rm -rf _build dist

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "The book needs Python 3.11 or newer.")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/book: requirements.lock pyproject.toml lib/pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e ./lib -e .
	@touch $@

$(VENV)/test: tests/requirements.lock $(VENV)/book
	$(PIP) --require-hashes -r tests/requirements.lock
	@touch $@

$(VENV)/lab: lab/requirements-lab.txt $(VENV)/book
	$(PIP) -r lab/requirements-lab.txt
	@touch $@
