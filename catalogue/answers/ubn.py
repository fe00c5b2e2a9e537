"""Business numbers (統一編號, handbook §2.3). Pure.

Eight digits, weighted 1 2 1 2 1 2 4 1; the digits of all products together are divisible by 5, or they are with one more where the
seventh digit is 7. Divisible by 10 was the rule until 1 April 2023; python-stdnum 2.2 still has it and refuses the new numbers.
"""
from __future__ import annotations

import re

WEIGHTS = (1, 2, 1, 2, 1, 2, 4, 1)


def is_ubn(text: str) -> bool:
    """Whether it is a business number, check digit included. One of five random numbers passes: typed, it proves little."""
    if re.fullmatch(r"[0-9]{8}", text, re.ASCII) is None:
        return False
    total = sum(sum(divmod(int(digit) * weight, 10)) for digit, weight in zip(text, WEIGHTS, strict=True))
    return total % 5 == 0 or (text[6] == "7" and (total + 1) % 5 == 0)
