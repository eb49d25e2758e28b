# Parley's two commands are `make run` and `make test`; `make help` lists the others.
SHELL := /bin/bash
.DEFAULT_GOAL := help
BIN := .venv/bin
GO_MODULE := livekit_bridge/server
PYTHON ?= $(shell for name in python3.11 python3; do \
	$$name -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && echo $$name && break; done)
TEMPLATES = $(shell find templates */templates -name '*.html' 2>/dev/null)
# A production's settings with nothing behind them: what `check --deploy` and `collectstatic` need to judge.
PRODUCTION = ENV_FILES= DEBUG=false ALLOWED_HOSTS=parley.example SITE_URL=https://parley.example \
	SECRET_KEY=$$(head -c 48 /dev/urandom | base64 -w0) VAR_DIR=$$(mktemp -d)

.PHONY: help run test lint format check coverage bench requirements clean media browser postgres espeak

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/run.stamp node_modules/.package-lock.json media ## start everything on this machine; Ctrl-C stops it
	@exec $(BIN)/python -m config.local

test: lint check browser postgres espeak bin/livekit-server ## every check and every test, on PostgreSQL and on SQLite
	@$(BIN)/python -m tests.postgres $(BIN)/pytest -q -n 2 --durations=12 -m 'not e2e and not chaos'
	@$(BIN)/pytest -q -n 2 --durations=12 -m 'database and not e2e and not chaos'
	@$(BIN)/pytest -q -n 2 --dist loadfile --durations=12 -m 'e2e and not live' tests/e2e
	@$(BIN)/pytest -q --durations=12 -m 'e2e and live' tests/e2e tests/chaos

lint: .venv/dev.stamp ## style, formatting, types, the arrows between the parts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(if $(TEMPLATES),$(BIN)/djade --target-version 5.2 --check $(TEMPLATES))

format: .venv/dev.stamp ## rewrite code and templates in the house style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(if $(TEMPLATES),$(BIN)/djade --target-version 5.2 $(TEMPLATES))

check: .venv/dev.stamp node_modules/.package-lock.json ## migrations, production settings, containers
	@$(PRODUCTION) $(BIN)/python manage.py makemigrations --check --dry-run
	@$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING
	@if docker compose version >/dev/null 2>&1; then docker compose --env-file .env.example config --quiet; \
	else echo "docker compose is not installed: docker-compose.yml was not checked."; fi

coverage: .venv/dev.stamp ## what the tests reach, without the end-to-end ones
	@$(BIN)/pytest -q -n 2 -m 'not e2e and not chaos' --cov

bench: .venv/dev.stamp node_modules/.package-lock.json bin/livekit-server ## measure what the benches measure; each prints its own table
	@for bench in $(basename $(notdir $(filter-out %/__init__.py,$(wildcard benches/*.py)))); do \
		echo "== $$bench"; $(BIN)/python -m benches.$$bench || exit 1; done

requirements: .venv/dev.stamp ## compile requirements*.txt from requirements*.in
	@$(BIN)/pip install --quiet uv
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes requirements.in -o requirements.txt
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes -c requirements.txt \
		requirements-dev.in -o requirements-dev.txt

clean: ## remove what was installed and built; the data in var/ stays
	rm -rf .venv node_modules bin staticfiles .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Python 3.11 is missing: apt-get install python3.11 python3.11-venv, or name one with PYTHON=…"; exit 1; fi
	@if ! $(PYTHON) -c 'import ensurepip' 2>/dev/null; then \
		echo "Python's venv module is missing: apt-get install python3.11-venv"; exit 1; fi
	@$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.txt | .venv/bin/python
	@echo "Installing the Python packages (once)"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

# The development set holds the production set, so this stamp answers for both.
.venv/dev.stamp: requirements.txt requirements-dev.txt | .venv/bin/python
	@echo "Installing the Python packages for development (once)"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch .venv/run.stamp $@

node_modules/.package-lock.json: package-lock.json
	@command -v npm >/dev/null || { echo "Node 20 with npm is missing: see https://nodejs.org/en/download"; exit 1; }
	@echo "Installing the browser library (once)"
	@npm ci --silent --no-audit --no-fund
	@touch $@

bin/livekit-server: $(GO_MODULE)/go.mod $(GO_MODULE)/go.sum
	@command -v go >/dev/null || { echo "Go 1.24 or later is missing: see https://go.dev/doc/install"; exit 1; }
	@echo "Building livekit-server (once, about two minutes)"
	@mkdir -p bin
	@cd $(GO_MODULE) && GOFLAGS='-mod=readonly -buildvcs=false' GOTOOLCHAIN=auto \
		go build -o ../../$@ github.com/livekit/livekit-server/cmd/server
	@touch $@

# Voice needs a media server: one that runs elsewhere, one on the PATH, or our own. Without any, interviews are typed.
media:
	@if [ -z "$$LIVEKIT_URL" ] && ! grep -qs '^LIVEKIT_URL=.' .env && ! command -v livekit-server >/dev/null; then \
		$(MAKE) --silent --no-print-directory bin/livekit-server || echo "There is no media server, so interviews will be typed."; fi

browser:
	@command -v chromium >/dev/null || $(call install,chromium)

espeak:
	@command -v espeak-ng >/dev/null || $(call install,espeak-ng)

postgres:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || $(call install,postgresql)

define install
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && \
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(1) >/dev/null; \
else echo "The tests need $(1): apt-get install $(1)"; exit 1; fi
endef
