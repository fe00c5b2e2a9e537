"""What to write instead of a value that does not fit, in words for somebody who never programmed."""
from __future__ import annotations

import re
from typing import Any

from pydantic_core import ErrorDetails

_KINDS = {
    "string_type": "write \"text\" in quotes", "int_type": "write a whole number, without quotes", "int_from_float": "write a whole number",
    "int_parsing": "write a whole number", "int_parsing_size": "write a smaller number", "bool_type": "write true or false, without quotes",
    "date_type": "write a day such as 2026-01-31, without quotes", "tuple_type": "write a list: [\"one\", \"two\"]",
    "list_type": "write a list: [\"one\", \"two\"]", "dict_type": "write a table: {key = value}, or its lines under a [header]",
    "model_type": "write a table: {key = value}, or its lines under a [header]", "string_too_short": "may not be empty",
    "model_attributes_type": "write a table: {key = value}, or its lines under a [header]",
}
_PATTERNS = {
    "^[1-9][0-9]{0,3}s$": "write seconds with an s behind, such as '180s'",
    "^[1-9][0-9]{0,2}[mhd]$": "write minutes, hours or working days, such as '5m', '2h' or '7d'",
    "^[1-9][0-9]{0,2}[dmy]$": "write days, months or years, such as '30d', '6m' or '5y'",
    "^[a-z][a-z0-9-]{0,30}$": "write small letters a-z, digits and hyphens, a letter first, at most 31",
    "^[a-z][a-z-]{0,30}$": "write small letters a-z and hyphens, a letter first, at most 31",
    "^[a-z][a-z0-9_]{0,30}$": "write small letters a-z, digits and _, a letter first, at most 31",
    "^[a-z-]+$": "write small letters a-z and hyphens",
    "^[a-z0-9][a-z0-9-]{0,40}$": "write small letters a-z, digits and hyphens, at most 41",
    "^[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*$": "write agency.item in small letters a-z, digits and hyphens",
    "^[A-Z]{1,2}[0-9]{1,2}$": "write the code as in the handbook, such as 'LT05' or 'R53'",
}


def what_to_write(detail: ErrorDetails) -> str:
    """The sentence for one fault of a value."""
    kind, context, name = detail["type"], detail.get("ctx", {}), detail["loc"][-1] if detail["loc"] else ""
    if kind == "tuple_type" and isinstance(detail["input"], dict):
        return f"write [[{name}]], in two pairs of brackets: there may be several"
    if kind in ("model_type", "dict_type") and isinstance(detail["input"], list):
        return f"write [{name}], in one pair of brackets: there is one only"
    if kind in _KINDS:
        return _KINDS[kind]
    if kind.startswith("date"):
        return _KINDS["date_type"]
    return _of_limits(kind, context) or _sentence(detail["msg"])


def _of_limits(kind: str, context: dict[str, Any]) -> str:
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(str(context["pattern"]), "")
    if kind in ("too_short", "too_long"):
        return f"write at least {context['min_length']}" if "min_length" in context else f"write at most {context['max_length']}"
    if kind in ("greater_than_equal", "greater_than"):
        return f"write {context['ge']} or more" if "ge" in context else f"write more than {context['gt']}"
    if kind in ("less_than_equal", "less_than"):
        return f"write {context['le']} or less" if "le" in context else f"write less than {context['lt']}"
    return ""


def _sentence(message: str) -> str:
    message = re.sub(r"^(Value error, |Input )", "", message)
    return message[:1].lower() + message[1:]
