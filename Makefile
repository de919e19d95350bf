# The front door: `make grade` and `make test` do everything from Python 3.11 or newer and make.

SHELL := /bin/sh
BIN := .venv/bin
DEMO := demo
SAMPLES = $(BIN)/python -m autograder.authoring.samples tests/samples $(DEMO)
IS_NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	if $$name $(IS_NEW_ENOUGH) 2>/dev/null; then echo $$name; break; fi; done)

# nbgrader calls its neighbour alembic by name.
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: help setup build release demo grade test test-long fuzz test-browser chromium pictures lint bench bench-large lab clean

help:
	@echo "make grade    grade four sample students in demo/, a copy of the course; scores, CSV, feedback"
	@echo "make demo     the same"
	@echo "make test     run the tests"
	@echo "make test-long  play terms, clusters, kills, kernels, the wheel, made-up files"
	@echo "make fuzz     make up 10,000 hostile files of each kind, and read, judge and grade them"
	@echo "make test-browser  run the tests in a browser: JupyterLab, Validate, formgrader"
	@echo "make lint     check style and types"
	@echo "make bench    measure the wall, the grader, diagnosis and a class of a thousand"
	@echo "make bench-large  the same with a class of 10,000"
	@echo "make lab      open JupyterLab on the released notebooks"
	@echo "make build    build notebooks and expected arrays that are stale"
	@echo "make clean    remove demo/"

setup: .venv/ready

.venv/ready: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; install it, or run: make PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python cannot make a virtual environment; on Debian and Ubuntu run: apt install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt uv \
		&& VIRTUAL_ENV=.venv $(BIN)/uv pip install -q -c constraints.txt -e ".[notebook]" --group dev \
		|| { $(BIN)/python -m pip install -q --upgrade pip \
			&& $(BIN)/python -m pip install -q -c constraints.txt -e ".[notebook]" --group dev; }
	@touch $@

build: setup
	@$(BIN)/autograder build

# nbgrader's own command writes release/ again, the same to the byte, and fills the gradebook.
release: build
	@$(BIN)/nbgrader generate_assignment '*' --force --log-level=ERROR

grade: demo

# In a folder of its own: submissions and a gradebook that lie here are the teacher's.
demo: build
	@$(SAMPLES) --course .
	@cd $(DEMO) && nbgrader generate_assignment '*' --force --log-level=ERROR
	@cd $(DEMO) && autograder grade submitted --course . --gradebook sqlite:///gradebook.db --json reports.json
	@cd $(DEMO) && nbgrader generate_feedback '*' --force --log-level=ERROR
	@cd $(DEMO) && nbgrader export --to=grades.csv --log-level=ERROR
	@echo
	@echo "scores       $(DEMO)/gradebook.db, grades.csv, grades.exercises.csv, reports.json"
	@echo "feedback     $(DEMO)/feedback/<student>/<assignment>/<assignment>.html"

test: setup
	@$(BIN)/python -m pytest -n auto --dist=worksteal -m "not long"

# A term with nbgrader, clusters, kills, kernels, the wheel, made-up files.
test-long: setup
	@$(BIN)/python -m pytest -n auto --dist=worksteal -m long

# The tests make up 500 of each kind, the same ones each time.
fuzz: setup
	@FUZZ_EXAMPLES=10000 $(BIN)/python -m pytest -n auto tests/fuzz

# JupyterLab and nbgrader's pages, looked at by Chromium.
test-browser: .venv/browser chromium
	@$(BIN)/python -m pytest -n auto --dist=loadfile tests/browser

# The same, and its pictures for the documentation.
pictures: .venv/browser chromium
	@$(BIN)/python -m pytest -n auto --dist=loadfile tests/browser --pictures docs
	@$(BIN)/python -m tests.browser.screenshots

.venv/browser: .venv/ready
	@VIRTUAL_ENV=.venv $(BIN)/uv pip install -q -c constraints.txt --group browser \
		|| $(BIN)/python -m pip install -q -c constraints.txt --group browser
	@touch $@

chromium:
	@command -v chromium >/dev/null && command -v chromedriver >/dev/null || { \
		if test "$$(id -u)" -eq 0 && command -v apt-get >/dev/null; then \
			apt-get update -q && apt-get install -q -y --no-install-recommends chromium chromium-driver; \
		else \
			echo "The browser tests need Chromium and its driver; on Debian run: sudo apt install chromium chromium-driver"; \
			exit 1; \
		fi; }

lint: setup
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

bench: setup
	@$(BIN)/python -m benchmarks.wall
	@$(BIN)/python -m benchmarks.diagnosis
	@$(BIN)/python -m benchmarks.term
	@$(BIN)/python -m benchmarks.classroom

bench-large: setup
	@$(BIN)/python -m benchmarks.classroom --large

lab: build
	@mkdir -p exchange
	@$(BIN)/jupyter lab --ServerApp.root_dir="$(CURDIR)" --LabApp.default_url=/lab/tree/release \
		$$(test "$$(id -u)" -ne 0 || echo --allow-root)

# Nothing else: what was handed in here, and how it was graded, no command of this file made.
clean:
	@if test -x $(BIN)/python; then $(SAMPLES) --clean; fi
