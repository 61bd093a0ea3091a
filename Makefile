# Each target says what it does behind `##`; `make help` shows that.
.DEFAULT_GOAL := help
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin

.PHONY: help develop check format lint test test-rust test-python test-all fuzz bench instructions generate stubs lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

$(BIN)/maturin:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock

develop: $(BIN)/maturin ## a virtual environment with all tools and the core built for development
	VIRTUAL_ENV=$(abspath $(VENV)) $(BIN)/maturin develop --quiet

check: ## everything that CI runs
	bash .ci/run

format: $(BIN)/maturin ## rewrite the sources in the project's style
	cargo fmt --all
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: develop ## clippy, ruff, mypy, and the stubs against the core
	cargo clippy --all-targets -- -D warnings
	PYO3_PYTHON=$(abspath $(BIN)/python) cargo clippy -p huzma-py -- -D warnings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(MAKE) stubs

stubs: ## compare _core.pyi with the compiled module
	$(BIN)/python -m mypy.stubtest huzma._core --mypy-config-file pyproject.toml --allowlist .ci/stubtest-allowlist --ignore-unused-allowlist

test: test-rust test-python ## both suites

test-rust: ## the core, without Python
	cargo test

test-python: develop ## the Python face
	$(BIN)/pytest

test-all: ## both suites with many more cases for every property; slow
	PROPTEST_CASES=20000 cargo test --release -- --include-ignored
	$(MAKE) develop
	$(BIN)/pytest --hypothesis-profile=thorough -m "slow or not slow"

SECONDS ?= 20
fuzz: ## every fuzz target, SECONDS each; needs a nightly compiler and cargo-fuzz
	cd fuzz && for target in $$(cargo +nightly fuzz list --fuzz-dir .); do \
	    mkdir -p corpus/$$target && cargo +nightly fuzz run --fuzz-dir . $$target corpus/$$target ../seeds/fuzz/$$target -- \
	        -max_total_time=$(SECONDS) -timeout=5 -rss_limit_mb=1024 -max_len=8192 || exit 1; \
	done

bench: ## every benchmark, about an hour; writes a record, the tables and the charts
	$(PYTHON) benches/run.py

instructions: ## compare the instructions of the main paths with the baseline
	$(PYTHON) benches/instructions.py

generate: ## write the generated tables again
	HUZMA_REGENERATE=1 cargo test --test chars_table

lock: $(BIN)/maturin ## renew Cargo.lock and requirements-dev.lock
	cargo update
	$(BIN)/uv pip compile --quiet --universal --extra dev --generate-hashes --no-emit-index-url --no-header \
	    --python-version 3.11 pyproject.toml .ci/build-requirements.in -o requirements-dev.lock

clean: ## remove what was built
	cargo clean
	rm -rf $(VENV) .cache dist
