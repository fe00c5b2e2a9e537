"""Every kind of step of every flow is loaded under the name that flow files call it."""
from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

import catalogue.steps

KINDS = sorted(get_args(kind.model_fields["kind"].annotation)[0] for kind in get_args(get_args(catalogue.steps.Step)[0]))


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_loaded_by_its_name_once(kind: str) -> None:
    module = import_module(f"kiosk.steps.{kind}")
    assert module is import_module(f"kiosk.steps.{kind.replace('-', '_')}")
    assert callable(module.run)
    assert Path(str(module.__file__)).stem == kind.replace("-", "_")


def test_a_kind_without_a_file_is_not_found() -> None:
    with pytest.raises(ModuleNotFoundError):
        import_module("kiosk.steps.no-such-kind")
