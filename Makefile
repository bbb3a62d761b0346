# The word2vec course. `make` lists what it can do.

PYTHON ?= python3
export CORPUS ?=
export TF_CPP_MIN_LOG_LEVEL ?= 3

VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
READY_FOR_TESTS := $(VENV)/.ready-for-tests
PIP := $(PY) -m pip --quiet --quiet --disable-pip-version-check
HOW := Give one with PYTHON=, for example: make $(or $(firstword $(MAKECMDGOALS)),run) PYTHON=python3.12

# The stamp holds where the environment is and which interpreter made it. Without a stamp, as after an interruption, with
# a stamp that no longer fits, as after moving the folder, or when PYTHON= asks for another interpreter, it is made anew.
WHERE := import sys; print(sys.prefix, sys.base_prefix)
MADE_BY := import sys; print(sys.base_prefix)
ifneq ($(shell $(PY) -c "$(WHERE)" 2>/dev/null || echo broken),$(shell cat $(READY) 2>/dev/null))
REMAKE := remake
else ifneq ($(origin PYTHON),file)
ifneq ($(shell $(PYTHON) -c "$(MADE_BY)" 2>/dev/null),$(shell $(PY) -c "$(MADE_BY)"))
REMAKE := remake
endif
endif

.DEFAULT_GOAL := help
.PHONY: help run lab test sync execute minutes site publish wheel benchmark clean remake

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

run: $(READY) ## run the lessons and write build/index.html; CORPUS=my_book.txt runs them on your text
	@$(PY) -m tools.lessons run --corpus "$$CORPUS" $(LESSON)

lab: $(READY) ## open the first lesson in JupyterLab
	@$(PY) -m jupyterlab --LabApp.default_url=/lab/tree/$(firstword $(sort $(wildcard notebooks/*.ipynb)))

test: $(READY_FOR_TESTS) ## check the style, the package and every output of every lesson
	@$(PY) -m ruff check && $(PY) -m ruff format --check && $(VENV)/bin/lint-imports --no-cache
	@$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder --nbval --nbval-current-env notebooks w2v_helpers tests

sync: $(READY) ## make each notebook like its script in notebooks/py/ (the script wins)
	@$(PY) -m tools.lessons sync

execute: $(READY) ## for maintainers: run the notebooks in place and keep their outputs; LESSON=3 runs one
	@$(PY) -m tools.lessons execute $(LESSON)

minutes: $(READY) ## list how many minutes each lesson takes a reader; WRITE=1 updates the README and the lessons
	@$(PY) -m tools.minutes $(if $(WRITE),--write)

site: $(READY) ## write the lessons, as they are committed, as a site to build/site/
	@$(PY) -m tools.lessons site

publish: $(READY) ## for maintainers: write the course's address into all notebooks; REPO=owner/name
	@$(PY) -m tools.publish "$(REPO)"

wheel: $(READY) ## write the course as one file to dist/, for Colab
	@$(PIP) wheel --no-deps --wheel-dir dist . && ls dist/*.whl

benchmark: $(READY_FOR_TESTS) ## measure speed and quality (takes a while)
	@for script in tests/benchmarks/*.py; do echo "== $$script"; $(PY) "$$script" || exit 1; done

clean: ## remove what make made: build/, dist/ and .venv/
	@rm -rf build dist $(VENV)

$(READY): requirements.txt pyproject.toml $(REMAKE)
	@$(PYTHON) -c "import sys, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))" 2>/dev/null || { \
	    echo "'$(PYTHON)' is not a Python 3.11, 3.12 or 3.13 with its venv package (python3-venv on Debian). $(HOW)" >&2; exit 1; }
	@echo "Setting up $(VENV) (a few minutes, once) ..."
	@rm -f $(READY_FOR_TESTS)
	@$(if $(REMAKE),rm -f $(READY) && $(PYTHON) -m venv --clear $(VENV))
	@$(PIP) install --requirement requirements.txt
	@$(PY) -c "$(WHERE)" > $@

$(READY_FOR_TESTS): $(READY)
	@echo "Adding what the tests need ..."
	@$(PIP) install --editable ".[test]"
	@touch $@
