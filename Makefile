# Everything here sets up what it needs; `make` alone lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/:/'

setup: $(VENV)/.installed ## create .venv with the pinned dependencies

$(VENV)/.installed: requirements-dev.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

demo: setup ## try it: the real bot in a local workspace, http://localhost:3000
	$(BIN)/python -m bot demo

test: setup ## run the tests
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

lint: setup ## ruff, mypy, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict handlers storage bot
	$(BIN)/lint-imports

bench: setup ## speed, as ratios to a floor measured in the same run
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.teams
	$(BIN)/python -m tests.bench.training

bench-phi: setup ## what the scanner finds and misses on the data in PHI_DATA, and how fast
	$(BIN)/python -m tests.bench.phi $(PHI_DATA)

teams-package: setup ## build/imprimatur-teams.zip, to upload in Teams; ids come from .env
	$(BIN)/python -m bot.teams.package

screenshots: setup ## the pictures in README, and all others in build; smaller where pngquant is installed
	SCREENSHOTS=1 $(BIN)/python -m pytest -q tests/journeys
	! command -v pngquant >/dev/null || pngquant --force --ext .png 128 docs/screenshots/*.png

.PHONY: help setup demo test lint bench bench-phi teams-package screenshots
