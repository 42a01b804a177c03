# Every command sets up what it needs; a second run of the set-up costs nothing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export JUPYTER_PLATFORM_DIRS := 1

.PHONY: help setup lab test test-all check demo faults advisories bench screenshots format clean

help:  ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(STAMP)  ## Make the virtual environment .venv

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("moe_nb needs Python 3.11 or newer, this is %s; try: make PYTHON=python3.11" % sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing (a few minutes the first time) ..."
	@$(BIN)/python -m pip install --quiet --upgrade pip
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $(STAMP)

lab: setup  ## Open JupyterLab on the first notebook, the panel on the simulator
	@$(BIN)/moe-nb lab notebooks

test: setup check  ## Run every test, with small counts
	@$(BIN)/python tests/browser/chromium.py
	@$(BIN)/python -m pytest -q

test-all: setup check  ## Run every test, with the full counts
	@$(BIN)/python tests/browser/chromium.py
	@$(BIN)/python -m pytest -q --full

check: setup  ## Format, lint, types and architecture
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo > build-imports.log 2>&1 || (cat build-imports.log; rm -f build-imports.log; exit 1); rm -f build-imports.log

demo: setup  ## Run every notebook and write it as HTML under build/
	@$(BIN)/python notebooks/build.py build

faults: setup  ## Try everything the client does under every fault, and print what became of it
	@$(BIN)/python tests/faults/fault_matrix.py

advisories:  ## Look the pinned dependencies up in the lists of known vulnerabilities
	@test -x build/advisories/bin/pip-audit || ($(PYTHON) -m venv build/advisories && build/advisories/bin/python -m pip install --quiet pip-audit)
	@$(PYTHON) tests/advisories.py build/advisories/bin/pip-audit --format json --no-deps --disable-pip --progress-spinner off --requirement constraints.txt

bench: setup  ## Print the speed tables
	@$(BIN)/python -m benchmarks

screenshots: setup  ## Take the README's pictures from a real JupyterLab
	@$(BIN)/python tests/browser/chromium.py
	@$(BIN)/python tests/browser/screenshots.py

format:  ## Format and fix what can be fixed
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --fix --quiet .

clean:  ## Remove what the commands made
	@rm -rf build dist $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
