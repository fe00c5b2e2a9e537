"""Devices by kind, one driver a file; the file name is the ``driver`` value in ``kiosk.toml``.

Errors are grouped by what citizen or technician can do::

    DeviceError                 the device does not do its work now      .code .device
    ├── DeviceGone              nobody at the counter can mend it: reader, camera, printer or daemon unreachable
    ├── CardError               the citizen can act on the card
    │   ├── NoCard              insert it
    │   ├── CardPulled          it was taken out while in use; insert it again
    │   ├── CardUnknown         this card is not one the counter serves
    │   ├── PinWrong            .tries_left (None: unknown)
    │   └── PinLocked           go to a household registration office
    ├── PrinterError            the site keeper can act
    │   ├── OutOfPaper  PaperJam  CoverOpen  OutOfToner
    │   └── PrinterRefused      set up in a way this counter must not use .reason
    └── FaceError               the citizen can act: .hint in {"no-face","many-faces","too-small","too-dark","blurred"}
"""
from __future__ import annotations


class DeviceError(Exception):
    """A device does not do its work now. ``code`` is the word shown to a helper, ``device`` its name in kiosk.toml."""

    code = "device"

    def __init__(self, device: str, detail: str = "") -> None:
        super().__init__(f"{device}: {self.code}" + (f" ({detail})" if detail else ""))
        self.device = device


class DeviceGone(DeviceError):
    """Reader, camera, printer or its daemon cannot be reached."""

    code = "gone"


class CardError(DeviceError):
    """The citizen can do something about it with the card."""

    code = "card"


class NoCard(CardError):
    """No card lies in the reader."""

    code = "no-card"


class CardPulled(CardError):
    """The card was taken out while it was in use."""

    code = "card-pulled"


class CardUnknown(CardError):
    """A card, but none that this counter serves."""

    code = "card-unknown"


class PinWrong(CardError):
    """The PIN was refused. ``tries_left`` is None where the card does not tell."""

    code = "pin-wrong"

    def __init__(self, device: str, tries_left: int | None) -> None:
        super().__init__(device, f"tries left: {tries_left}")
        self.tries_left = tries_left


class PinLocked(CardError):
    """The card accepts no PIN any more."""

    code = "pin-locked"


class PrinterError(DeviceError):
    """The site keeper can do something about it."""

    code = "printer"


class OutOfPaper(PrinterError):
    """The tray is empty."""

    code = "out-of-paper"


class PaperJam(PrinterError):
    """A sheet is stuck."""

    code = "paper-jam"


class CoverOpen(PrinterError):
    """A cover stands open."""

    code = "cover-open"


class OutOfToner(PrinterError):
    """Toner or ribbon is used up."""

    code = "out-of-toner"


class PrinterRefused(PrinterError):
    """The printer is set up in a way that this counter must not use (job storage, hold, …)."""

    code = "printer-refused"


class FaceError(DeviceError):
    """The picture cannot be used; ``hint`` says what the citizen can do."""

    code = "face"

    def __init__(self, device: str, hint: str) -> None:
        super().__init__(device, hint)
        self.hint = hint
