# Two commands do all the set-up on a machine that has Python 3.11 or newer and make:
#   make demo   starts the platform with a demonstration partnership, on http://localhost:8000
#   make test   runs everything that CI runs
.DEFAULT_GOAL := help
.PHONY: help demo examples test static words lint types benchmarks docs mutation

BIN := .venv/bin
BASE := .venv/installed-base
DEV := .venv/installed-dev
# One process a core; the tests of a file stay together, in the order in which they were found.
TESTS := $(BIN)/pytest --numprocesses=logical --dist=loadgroup --no-loadscope-reorder

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-12s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(BASE) ## start the platform with a demonstration partnership, and say who can sign in
	@tools/demo.sh

examples: $(BASE) ## value the real examples in examples/ and print the statement
	@tools/value_examples.sh

test: $(DEV) static lint types ## run everything that CI runs: lint, types, import contracts, tests with coverage
	@tools/system_packages.sh java chromium
	$(TESTS) --cov
	COMMONWEAL_TEST_DATABASE=postgresql $(TESTS) tests/web --ignore=tests/web/design --ignore=tests/web/architecture

static: $(DEV) ## build the platform's styles and scripts; nothing is done when nothing changed
	@tools/build_static.sh

words: $(DEV) ## compile the words that we put in place of django-allauth's
	$(BIN)/pybabel --quiet compile --domain django --directory src/commonweal_web/accounts/locale

lint: $(DEV) ## check style, format and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache --no-logo

types: $(DEV) ## check types, strictly
	$(BIN)/mypy

benchmarks: $(DEV) ## time the engine beside pandas and NumPy, and record the table
	$(BIN)/python -m benchmarks

mutation: $(DEV) ## make one small wrong change at a time, and list those that no test notices (about half an hour)
	$(BIN)/python tools/mutate.py

docs: $(DEV) ## write the real output of every documented command into README and docs
	$(BIN)/python tools/refresh_docs.py

# An environment for development also does for the demo.
$(BASE): pyproject.toml constraints.txt
	@test -e $(DEV) -a $(DEV) -nt pyproject.toml -a $(DEV) -nt constraints.txt || tools/environment.sh '.[platform]'
	@touch $@

$(DEV): pyproject.toml constraints.txt
	@tools/environment.sh '.[dev]'
	@touch $@
