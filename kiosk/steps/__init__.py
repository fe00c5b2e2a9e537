"""One file per kind of step: its rule and its ``run(step, visit)``.

A run returns when the citizen may go on, raises ``Back`` to go one step back, ``Over`` to end.
A kind with a hyphen has a file with an underscore; whoever loads kinds by their names finds it under both.
"""
from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType


class _ByKind(MetaPathFinder, Loader):
    """Finds ``kiosk.steps.pay-slip`` in ``pay_slip.py``; the module exists once."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        return ModuleSpec(fullname, self) if fullname.startswith(f"{__name__}.") and "-" in fullname else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return import_module(spec.name.replace("-", "_"))

    def exec_module(self, module: ModuleType) -> None:
        """It was loaded under its file's name."""


sys.meta_path.append(_ByKind())
