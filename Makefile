# Countersign. Everything below needs git, make and one Python from 3.11 on (with its venv module), and a package index.
#
#   make demo     plays the life of one agreement and leaves the service running   (ARGS="--once --out DIR")
#   make serve    starts an empty service; the first visit creates the first party and administrator
#   make test     every test, on its own private PostgreSQL, Redis, Celery worker, mail sink and Chromium
#
#   make foreign  the checks made by other people's tools (pdfsig, qpdf, openssl, fido2, Go, Chromium)
#   make sure     formatting, lint, types, import contracts
#   make coverage core and evidence, every line and every branch
#   make soak     core, evidence and the scripts of the browser with one fault planted at a time: how many the tests find;
#                 core and evidence alone with ARGS="--only workflow.core.term*", the scripts alone: make soak-scripts
#   make bench    the paired speed ratios                                          (ARGS=--json)
#   make test-versions   core, evidence and one journey on every Python found here
#   make lock     works out locks/*.txt anew from pyproject.toml
#   make clean    removes the environment and every cache

SHELL := /bin/sh
BIN := .venv/bin
# Inside the tree, so that an empty, missing or unwritable home directory does not matter.
export UV_CACHE_DIR ?= $(CURDIR)/.venv/.cache
export PIP_CACHE_DIR ?= $(CURDIR)/.venv/.cache/pip
export UV_NO_PROGRESS ?= 1
# A district behind its own certificate authority trusts it through the system, not through a list inside a tool.
export UV_SYSTEM_CERTS ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK ?= 1

.PHONY: help demo serve test foreign sure coverage soak soak-scripts bench test-versions lock clean
help:
	@sed -n 's/^#   //p' Makefile

demo: .venv/.run
	@exec $(BIN)/countersign demo $(ARGS)

serve: .venv/.run
	@exec $(BIN)/countersign serve $(ARGS)

# The tests that hold core and evidence: no database, no service, no browser.
PROOFS = tests/core tests/evidence tests/vectors $(addprefix tests/attacks/test_package_,$(addsuffix .py,assertions corrections parties policy publications record recovery signatures text))

test: .venv/.test
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --ignore=tests/foreign $(ARGS)

foreign: .venv/.test
	@$(BIN)/python -m pytest tests/foreign $(ARGS)

coverage: .venv/.test
	@$(BIN)/coverage run -m pytest -q -p no:cacheprovider $(PROOFS) $(ARGS)
	@$(BIN)/coverage report
	@$(BIN)/python -m tests.scripts.coverage

soak: .venv/.soak
	@$(BIN)/python -m tests.soak --tests $(PROOFS) $(ARGS)
	@$(if $(ARGS),,$(BIN)/python -m tests.scripts_soak)

soak-scripts: .venv/.soak
	@$(BIN)/python -m tests.scripts_soak $(ARGS)

bench: .venv/.test
	@$(BIN)/python -m bench.run $(ARGS)

sure: .venv/.sure
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test-versions: .venv/.uv
	@bash tests/versions.sh

# --- the environment: hash-locked, and only what a target needs -------------------------------------------------

# The first Python that is new enough; PYTHON=... overrules.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
  "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)

.venv/.uv: locks/uv.txt
	@test -n "$(PYTHON)" || { echo "Countersign needs Python 3.11 or newer, and found none: install it, or say make PYTHON=/path/to/python3." >&2; exit 1; }
	@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { echo "This Python has no venv module: install it (Debian: apt-get install python3-venv)." >&2; exit 1; }
	@echo "Setting up .venv with $$("$(PYTHON)" --version) ..." >&2
	@"$(PYTHON)" -m venv .venv
	@$(BIN)/python -m pip install --quiet --require-hashes -r locks/uv.txt
	@touch $@

# pip takes over where uv cannot work, for instance where only pip.conf knows the district's own package mirror.
define install
	@echo "Installing what locks/$(1).txt names ..." >&2
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r locks/$(1).txt \
	  || $(BIN)/python -m pip install --quiet --require-hashes -r locks/$(1).txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable . \
	  || $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
endef

.venv/.run: .venv/.uv locks/run.txt pyproject.toml
	$(call install,run)
	@touch $@

.venv/.test: .venv/.uv locks/test.txt pyproject.toml
	$(call install,test)
	@touch .venv/.run $@

.venv/.sure: .venv/.uv locks/sure.txt pyproject.toml
	$(call install,sure)
	@touch .venv/.run .venv/.test $@

.venv/.soak: .venv/.uv locks/soak.txt pyproject.toml
	$(call install,soak)
	@touch .venv/.run .venv/.test $@

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
lock: .venv/.uv
	$(COMPILE) pyproject.toml --group build -o locks/run.txt $(ARGS)
	$(COMPILE) pyproject.toml --group build --group test -c locks/run.txt -o locks/test.txt $(ARGS)
	$(COMPILE) pyproject.toml --group build --group test --group sure -c locks/test.txt -o locks/sure.txt $(ARGS)
	$(COMPILE) pyproject.toml --group build --group test --group soak -c locks/test.txt -o locks/soak.txt $(ARGS)
	echo "uv==0.13.9" | $(COMPILE) - -o locks/uv.txt

clean:
	rm -rf .venv .soak .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache .test-artifacts dist
	find workflow workers tests bench migrations -name __pycache__ -prune -exec rm -rf {} +
