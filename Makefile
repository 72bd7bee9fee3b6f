# Two commands matter: `make run` and `make test`. Both prepare what they need by themselves.
.DEFAULT_GOAL := help
PY := .venv/bin/python

.PHONY: help setup setup-dev run demo test check format lock
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

setup: ## libraries for running
	@./scripts/bootstrap.sh requirements.lock

setup-dev: ## libraries for developing
	@./scripts/bootstrap.sh requirements-dev.lock

run: setup ## serve on http://localhost:8000 (PORT, HOST and all settings from the environment)
	@exec $(PY) -m app serve

demo: setup ## an imitation of OpenRouter as a server of its own, on port 8100
	@exec $(PY) -m app.demo --port $${DEMO_PORT:-8100}

test: setup-dev ## every test
	@$(PY) -m pytest

check: setup-dev ## all that CI runs, in the order of what fails fastest
	@$(PY) -m ruff format --check . && $(PY) -m ruff check .
	@.venv/bin/lint-imports
	@npx --no-install pyright
	@$(MAKE) --no-print-directory test

format: setup-dev ## lay the code out
	@$(PY) -m ruff format . && $(PY) -m ruff check --fix .

lock: ## renew the lock files from requirements*.in and package.json (needs uv)
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements.in -o requirements.lock
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-dev.in -o requirements-dev.lock
	@npm install --package-lock-only
