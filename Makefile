# make run, make test: the two that a newcomer needs. `make help` lists the rest.
SHELL := /bin/sh
VENV  ?= .venv
BIN   := $(VENV)/bin
# The newest Python there is, 3.11 or later.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.DEFAULT_GOAL := help
.PHONY: help run chat test lint format bench figures rasa lock words clean

help: ## List these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

run: $(BIN)/.ready ## Set everything up and serve on http://localhost:8080 (PORT=… to change)
	@exec $(BIN)/python -m bot demo

chat: $(BIN)/.ready ## Talk to the assistant in this terminal
	@exec $(BIN)/python -m bot chat

test: $(BIN)/.ready-dev ## Run every test; installs a browser where it may
	@sh tests/needs.sh
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

lint: $(BIN)/.ready-dev ## Format check, lint, types, the arrows between packages, the catalogue
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m locales check

format: $(BIN)/.ready-dev ## Format the code
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

bench: $(BIN)/.ready-dev ## Measure, as ratios against a floor in the same run
	@$(BIN)/python -m tests.bench $(ARGS)

figures: $(BIN)/.ready-dev ## Measure the understanding and write docs/understanding-figures.md
	@$(BIN)/python -m nlu eval tests/unit/nlu/blind --model var/test/nlu --save docs/understanding-figures.md

rasa: $(BIN)/.ready-dev ## Install and train Rasa, the other back end, and test against the real one
	@sh nlu/rasa/live.sh $(BIN)/python $(or $(RASA),.rasa)

words: $(BIN)/.ready-dev ## Collect the residents' words into the catalogue
	@$(BIN)/python -m locales extract

lock: $(BIN)/.ready-dev ## Resolve the dependencies anew
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-emit-find-links --no-header --no-annotate $(ARGS) pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-emit-find-links --no-header --no-annotate $(ARGS) --extra dev -c requirements.lock pyproject.toml \
		-o requirements-dev.lock

clean: ## Remove the environment; data in var/ stays
	rm -rf $(VENV) .rasa .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Snicket needs Python 3.11 or later."; exit 1; }
	@echo "Making a virtual environment with $(PYTHON) …"
	@$(PYTHON) -m venv $(VENV)

$(BIN)/.ready: requirements.lock | $(BIN)/python
	@echo "Installing the locked dependencies …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@touch $@

$(BIN)/.ready-dev: requirements-dev.lock $(BIN)/.ready
	@echo "Installing what tests and checks need …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	@touch $@
