# Two commands matter: `make run` and `make test`. Both prepare what they need by themselves.
.DEFAULT_GOAL := help
PY := .venv/bin/python
JS_TESTS = $(sort $(wildcard tests/static/*.test.js tests/static/*/*.test.js))

.PHONY: help setup setup-dev run demo test test-faults bench check container-test lighthouse bench soak format lock
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

setup: ## what running needs: Python and browser libraries, from the lock files
	@./scripts/bootstrap.sh run

setup-dev: ## what developing needs
	@./scripts/bootstrap.sh dev

# `exec`, so that a signal to make reaches the server itself.
run: setup ## serve on http://localhost:8000 (PORT, HOST and all settings from the environment)
	@exec $(PY) -m app serve

demo: setup ## an imitation of OpenRouter as a server of its own, on port 8100
	@exec $(PY) -m app.demo --port $${DEMO_PORT:-8100}

test: setup-dev ## every test
	@$(if $(JS_TESTS),node --test $(JS_TESTS))
	@$(PY) -m pytest -n auto --dist loadfile -m "not browser"
	@exec $(PY) -m pytest -n auto --dist loadfile -m browser

test-faults: setup-dev ## kill -9 at every named point ten times, 2,000 random lives (minutes)
	@FAULT_RUNS=$${FAULT_RUNS:-10} exec $(PY) -m pytest -n auto --dist worksteal tests/process tests/usage/test_histories.py

check: setup-dev ## format, lint, arrows, types and every test, in the order of what fails fastest
	@$(PY) -m ruff format --check . && $(PY) -m ruff check .
	@.venv/bin/lint-imports
	@npx --no-install oxlint --quiet
	@npx --no-install tsc -p tsconfig.json
	@npx --no-install pyright
	@$(MAKE) --no-print-directory test

container-test: setup-dev ## build the image and live through a day with it
	@exec ./scripts/container_test.sh

lighthouse: setup-dev ## Lighthouse on the text page and the library (minutes; a quiet machine)
	@cd bench/lighthouse && npm ci --silent
	@exec $(PY) -m bench.lighthouse

bench: setup-dev ## measurements on loopback against the demo gateway, beside their goals (minutes)
	@exec $(PY) -m bench $(SUBJECTS)

soak: setup-dev ## 30 minutes of mixed traffic with faults on, then checks (SOAK_MINUTES for less)
	@exec $(PY) -m bench.soak

format: setup-dev ## lay the code out
	@$(PY) -m ruff format . && $(PY) -m ruff check --fix .

lock: ## renew the lock files from requirements*.in and package.json (needs uv)
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements.in -o requirements.lock
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-dev.in -o requirements-dev.lock
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-otel.in -o requirements-otel.lock
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-sbom.in -o requirements-sbom.lock
	@npm install --package-lock-only
