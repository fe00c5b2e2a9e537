# The short way to what a developer types every day.
PYTHON := build/venv/bin/python
# root gives the real parts a network and mount namespace of their own; without it they are left out
IN_PLACE := $(if $(filter 0,$(shell id -u)),$(PYTHON) -m rehearsal.namespace)

.PHONY: setup check lint types test bench soak gallery

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
	$(IN_PLACE) $(PYTHON) -m bench $(if $(ONLY),--only $(ONLY))
soak: setup
	$(IN_PLACE) $(PYTHON) -m rehearsal.soak $(CAMPAIGN) $(if $(MINUTES),--minutes $(MINUTES))
gallery: setup
	$(PYTHON) -m rehearsal.gallery $(ARGS)
