# Executable documentation of the daily work. Every target sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .stamps
RUNTIME := $(STAMPS)/runtime
DEV := $(STAMPS)/dev

.PHONY: help setup demo run test quick check format lint types imports tests bench audit break fuzz pictures clean lock

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Setting up (the first time takes about a minute) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e .
	@mkdir -p $(STAMPS) && touch $@

$(DEV): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Setting up the tools for development (the first time takes about a minute) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[dev,plots]'
	@mkdir -p $(STAMPS) && touch $@ $(RUNTIME)

setup: $(DEV) ## install everything for development

demo: $(RUNTIME) ## the main job on a sample news day: no token, no network, no database
	@$(BIN)/python -m bot demo

run: $(RUNTIME) ## the bot with feeds.yaml
	@$(BIN)/python -m bot run

test: $(DEV) tests ## the whole test suite, PostgreSQL included

quick: $(DEV) ## the unit tests
	@$(BIN)/python -m pytest tests/unit

check: format lint types imports tests ## what CI runs, stopping at the first failure

format: $(DEV)
	@$(BIN)/ruff format --check .

lint: $(DEV)
	@$(BIN)/ruff check .

types: $(DEV)
	@$(BIN)/mypy

imports: $(DEV)
	@$(BIN)/lint-imports

tests: $(DEV)
	@$(BIN)/python -m pytest -n 2 --dist worksteal --cov --cov-report=term:skip-covered

bench: $(DEV) ## measure and print the tables of benchmarks/
	@$(BIN)/python -m benchmarks

audit: $(BIN)/python ## hold the pinned dependencies against public advisories (needs the network)
	@$(PYTHON) -m venv $(STAMPS)/audit
	@$(STAMPS)/audit/bin/python -m pip install --quiet --disable-pip-version-check 'pip-audit>=2.10,<3'
	@$(STAMPS)/audit/bin/pip-audit --strict --no-deps --disable-pip -r constraints.txt

break: $(DEV) ## make each listed wrong change in a scratch copy and see the tests notice (long)
	@$(BIN)/python -m tests.reliability --break

fuzz: $(DEV) ## show hostile texts to whatever reads or prints foreign text, and time it (15 minutes)
	@$(BIN)/python -m tests.fuzz all
	@$(BIN)/python -m tests.fuzz all --growth

pictures: $(DEV) ## draw docs/pictures (needs the Debian packages chromium fonts-lato fonts-inter fonts-noto-core fonts-noto-color-emoji)
	@$(BIN)/python -m tools.pictures

lock: $(DEV) ## write the constraints file from what is installed (no index addresses)
	@$(BIN)/python -m pip freeze --exclude-editable | grep -v '^nutgraf' | sed '/@ /d' > constraints.txt

clean: ## remove the environment and caches
	rm -rf $(VENV) $(STAMPS) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build
