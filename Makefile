# Everything works from a fresh clone with Python 3.11 or later, make and git: what a target needs, it sets up itself.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SCENARIO ?= first-time
# Most of a test is waiting for a screen to settle.
JOBS ?= 3

# The first Python that is recent enough; another one: make PYTHON=/path/to/python3
PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3.14 python3; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$name"; break; }; done)

.PHONY: demo test check bench pictures venv format clean

demo: venv  ## the wizard on a simulated account: make demo, or make demo SCENARIO=healthy
	@$(BIN)/clearml-cognito --demo $(SCENARIO)

test: venv  ## all tests
	$(BIN)/python -m pytest -n $(JOBS)

check: venv  ## form, types and floors
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: venv  ## the numbers to keep, as ratios
	$(BIN)/python tools/bench.py

pictures: venv  ## the README's pictures, drawn anew
	$(BIN)/python tools/pictures.py

docs: venv  ## the pages of docs/checks, docs/keys.md and the manual page, from the program itself
	$(BIN)/python tools/make-check-pages.py
	$(BIN)/python tools/make-docs.py

format: venv
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

venv: $(READY)

$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed, and none was found. Name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); echo "$(PYTHON) could not make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(READY)

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
