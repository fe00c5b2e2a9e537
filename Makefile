# The short way to what a developer types every day.
PYTHON := build/venv/bin/python

.PHONY: setup check lint types test bench gallery

setup:
	bash provisioning/setup.sh requirements-dev
lint: setup
	build/venv/bin/ruff check .
types: setup
	$(PYTHON) -m mypy
test:
	./test
check: lint types test
bench: setup
	$(PYTHON) -m bench $(if $(ONLY),--only $(ONLY))
gallery: setup
	$(PYTHON) -m rehearsal.gallery
