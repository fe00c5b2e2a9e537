"""A keypad that the kernel knows as a keyboard. Nobody else hears its keys: each is reported once."""
from __future__ import annotations

from typing import Any

from hardware.inputs import DOWN, KEY, Input, Options, key_names, names
from hardware.options import read_options

# the kernel's name, without KEY_ → ours, where they differ
_OURS = {
    "ESC": "escape", "SPACE": "spacebar", "DELETE": "backspace", "HELP": "f1", "VOLUMEUP": "pageup", "VOLUMEDOWN": "pagedown",
    "KPPLUS": "numpadadd", "KPMINUS": "numpadsubtract",
}  # fmt: skip
_PLAIN = ("UP", "DOWN", "LEFT", "RIGHT", "TAB", "ENTER", "BACKSPACE", "F1", "F2", "F3", "F4", *"0123456789")


def there() -> list[str]:
    """Names that ``device`` may have on this machine."""
    return names()


def open(name: str, options: dict[str, Any]) -> "Keys":
    """Open the keypad; the device itself is looked for with the first question. Raises ``OptionWrong``."""
    return Keys(name, read_options(Options, name, options))


class Keys:
    """One keypad (:class:`hardware.keypad.Keypad`). One that went away is looked for again with the next question."""

    def __init__(self, name: str, options: Options) -> None:
        self.name = name
        self._input = Input(name, options.device, options.folder, alone=True)

    def pressed(self, timeout_s: float) -> list[str]:
        """See :class:`hardware.keypad.Keypad`."""
        return [ours for kind, code, value in self._input.events(timeout_s) if kind == KEY and value == DOWN and (ours := meaning(code))]

    def close(self) -> None:
        """See :class:`hardware.keypad.Keypad`."""
        self._input.close()


def meaning(code: int) -> str:
    """Our name of a key; '' for one that means nothing here."""
    for kernel in key_names(code):
        plain = kernel.removeprefix("KEY_").removeprefix("KP")
        if plain in _PLAIN:
            return plain.lower()
        if (ours := _OURS.get(kernel.removeprefix("KEY_"))) is not None:
            return ours
    return ""
