# A few words: run, test, check. Each makes .venv as it needs it; nothing is wanted beforehand but Python 3.11.
PYTHON ?= python3
PIP = .venv/bin/python -m pip --disable-pip-version-check
INSTALL = $(PIP) install --quiet --constraint constraints.txt --build-constraint constraints.txt
SCENARIO ?= scenarios/p3-west-lindsey.yaml

run: .venv/run                      # work a scenario out: make run SCENARIO=mine.yaml
	.venv/bin/modeller run $(SCENARIO)

test: .venv/dev                     # every test
	.venv/bin/python -m pytest -n auto

slow: .venv/dev                     # the tests that a commit does not wait for: with check, every test once
	.venv/bin/python -m pytest -n auto -m slow

check: .venv/dev                    # what a commit wants: format, lint, types, floors, quick tests
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/python -m pytest -n auto -m "not slow"

picture: .venv/dev                  # the README's picture, from the workbook itself (needs LibreOffice, poppler)
	.venv/bin/python docs/picture.py

.venv/run: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(PIP) install --quiet --constraint constraints.txt --upgrade pip
	$(INSTALL) --editable ".[speed,sweep]"
	touch $@

.venv/dev: .venv/run
	$(INSTALL) --group dev
	touch $@

.PHONY: run test slow check picture
