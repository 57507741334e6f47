# Everything a developer does, on a machine with Python 3.11+ and make. `make check` is the gate.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
ARGS ?= --demo

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := check
.PHONY: bench check format imports install lint run screenshots test types

check: lint types imports test

install: $(READY)

# The installed distribution is named too: `pip install .` puts a copy in place of the editable one, which must come back.
$(READY): pyproject.toml $(wildcard $(VENV)/lib/python3*/site-packages/esalog-*.dist-info)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $@

lint: $(READY)
	$(BIN)/ruff format --check
	$(BIN)/ruff check

types: $(READY)
	$(BIN)/mypy

imports: $(READY)
	$(BIN)/lint-imports

test: $(READY)
	$(BIN)/pytest -n 2

format: $(READY)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

run: $(READY)
	$(BIN)/esalog $(ARGS)

# make bench BENCH='--quick' takes two minutes; BENCH=--help tells what can be chosen.
bench: $(READY)
	PYTHONPATH=tests $(BIN)/python -m benchmarks --plot screenshots/growth.svg $(BENCH)

screenshots: $(READY)
	$(BIN)/python tests/scenes.py screenshots
