"""PIN rules, pure. A PIN is six to eight ASCII letters and digits (handbook §2.4), bytes from key press to card.

- Guessable is a pattern, no birth date needed: six digits that are a valid ROC date of a person aged
  18 to 120, or the last four of the certificate followed by a valid month and day.
- A guessable PIN makes the card count as one factor (``pin_factor`` false); why stays on the kiosk.
"""
from __future__ import annotations

import calendar
from datetime import date

SHORTEST, LONGEST = 6, 8
_ADULT, _OLDEST = 18, 120


def press(pin: bytearray, key: str) -> None:
    """Apply one key of the pad to the PIN, in place; a letter keeps its case, anything else is ignored."""
    if key == "clear":
        wipe(pin)
    elif key == "backspace":
        if pin:
            pin[-1] = 0
            del pin[-1]
    elif len(key) == 1 and key.isascii() and key.isalnum() and len(pin) < LONGEST:
        pin.append(ord(key))


def wipe(pin: bytearray) -> None:
    """Overwrite and empty it."""
    for at in range(len(pin)):
        pin[at] = 0
    pin.clear()


def guessable(pin: bytearray, last4: str, today: date) -> bool:
    """True where the PIN follows one of the two patterns above."""
    digits = [one - 48 for one in pin if 48 <= one <= 57]
    if len(digits) != len(pin):
        return False
    if len(digits) == 6:
        year = 10 * digits[0] + digits[1] + 1911
        age = today.year - year
        return _ADULT <= age <= _OLDEST and _a_day(year, digits[2:])
    return len(digits) == 8 and digits[:4] == [int(one) for one in last4] and _a_day(2000, digits[4:])


def _a_day(year: int, mmdd: list[int]) -> bool:
    month, day = 10 * mmdd[0] + mmdd[1], 10 * mmdd[2] + mmdd[3]
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
