"""The things a rehearsed citizen holds in hand, with real parts or with simulated ones, behind one set of gestures."""
from __future__ import annotations

from pathlib import Path
from typing import Protocol

from hardware import OutOfPaper
from hardware.camera.simulated import Options as CameraOptions
from hardware.camera.simulated import SimulatedCamera
from hardware.card.simulated import Reader
from hardware.face.simulated import Options as FaceOptions
from hardware.face.simulated import SimulatedMatcher
from hardware.keypad.simulated import Options as KeypadOptions
from hardware.keypad.simulated import SimulatedKeypad
from hardware.lights.simulated import Options as LightsOptions
from hardware.lights.simulated import SimulatedLights
from hardware.power.simulated import Options as PowerOptions
from hardware.power.simulated import SimulatedPower
from hardware.printer.simulated import SimulatedPrinter
from hardware.scanner.simulated import Options as ScannerOptions
from hardware.scanner.simulated import SimulatedScanner
from hardware.sound.simulated import Options as SoundOptions
from hardware.sound.simulated import SimulatedSound
from hardware.tamper.simulated import Options as TamperOptions
from hardware.tamper.simulated import SimulatedTamper
from rehearsal import photographs, pictures
from rehearsal.card import VirtualCard
from rehearsal.pcscd import Pcscd


class Hands(Protocol):
    """What a citizen and a site keeper can do at a counter."""

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def insert_card(self, name: str = "standing") -> None: ...
    def remove_card(self) -> None: ...
    def pull_card(self) -> None: ...
    def lay_id_card(self) -> None: ...
    def take_id_card(self) -> None: ...
    def lay_paper(self) -> None: ...
    def show_face(self, stranger: bool = False) -> None: ...
    def paper_out(self, printer: str) -> None: ...
    def empty_tray(self, printer: str) -> None: ...
    def paper_in(self, printer: str) -> None: ...
    def received(self, printer: str) -> list[Path]: ...
    def plug_headset(self) -> None: ...
    def unplug_headset(self) -> None: ...


class RealHands:
    """pcscd with a virtual card, cupsd with IPP printers, cameras over folders of photographs; inside a private place only."""

    def __init__(self, site: Path) -> None:
        self._cabinet = site / "cabinet"
        self._sound = SimulatedSound("sound", SoundOptions(self._cabinet))
        self._pcscd = Pcscd()
        self.card = VirtualCard(self._cabinet / "cards", Path("/run/card.sock"))
        from rehearsal.printers import PrinterRoom
        self.printers = PrinterRoom(site / "printers")

    def start(self) -> None:
        """Start card daemon, print daemon and printers; both cameras see an empty desk."""
        self._pcscd.start()
        self.card.start()
        self.printers.start()
        self.unplug_headset()
        self.take_id_card()
        pictures.lay(self._cabinet / "face", pictures.empty((640, 480)))

    def stop(self) -> None:
        """Stop them."""
        self.printers.stop()
        self.card.stop()
        self._pcscd.stop()

    def insert_card(self, name: str = "standing") -> None:
        """Put a citizen certificate into the reader."""
        self.card.insert(name)

    def remove_card(self) -> None:
        """Take it out."""
        self.card.remove()

    def pull_card(self) -> None:
        """Pull it out in the middle of what it does next."""
        self.card.pull_after(20)

    def restart_daemon(self) -> None:
        """``kill -9`` the card daemon and start it again."""
        self._pcscd.restart()

    def lay_id_card(self) -> None:
        """Lay the ID card under the document camera, a photograph on it."""
        pictures.lay(self._cabinet / "document", pictures.photographed_card(photographs.PERSON[0]))

    def lay_paper(self) -> None:
        """Lay a paper under the document camera."""
        pictures.lay(self._cabinet / "document", pictures.drawn_paper())

    def take_id_card(self) -> None:
        """Take away what lies there."""
        pictures.lay(self._cabinet / "document", pictures.empty((1280, 720)))

    def show_face(self, stranger: bool = False) -> None:
        """Look into the camera: another photograph of the person on the card, or of somebody else."""
        pictures.lay(self._cabinet / "face", photographs.live(photographs.STRANGER if stranger else photographs.PERSON[1]))

    def paper_out(self, printer: str) -> None:
        """Let the tray run empty in the middle of the next page."""
        self.printers.fault(printer, "media-empty")

    def empty_tray(self, printer: str) -> None:
        """Take the paper out; this printer notices only when it prints."""
        self.paper_out(printer)

    def paper_in(self, printer: str) -> None:
        """Refill it."""
        self.printers.clear(printer)

    def received(self, printer: str) -> list[Path]:
        """What the printer received, byte for byte, in order."""
        return self.printers.received(printer)

    def plug_headset(self) -> None:
        """Put a headset into its socket."""
        self._sound.plug()

    def unplug_headset(self) -> None:
        """Pull it out."""
        self._sound.unplug()


class SimulatedHands:
    """The same gestures on the simulated devices of a cabinet directory."""

    def __init__(self, site: Path) -> None:
        cabinet = site / "cabinet"
        self._cabinet = cabinet
        self._reader = Reader("card", cabinet)
        self._scanner = SimulatedScanner("scanner", ScannerOptions(cabinet))
        self._document = SimulatedCamera("camera.document", CameraOptions(cabinet))
        self._face = SimulatedCamera("camera.face", CameraOptions(cabinet))
        self._matcher = SimulatedMatcher("face", FaceOptions(cabinet))
        self._sound = SimulatedSound("sound", SoundOptions(cabinet))
        self._power, self._tamper = SimulatedPower("power", PowerOptions(cabinet)), SimulatedTamper("tamper", TamperOptions(cabinet))
        self._lights, self._keypad = SimulatedLights("lights", LightsOptions(cabinet)), SimulatedKeypad("keypad", KeypadOptions(cabinet))
        self._printers = {name: SimulatedPrinter(name, cabinet) for name in ("a4", "receipt")}
        self._seen: dict[str, list[Path]] = {"a4": [], "receipt": []}

    def start(self) -> None:
        """An empty counter: no card, no paper in the output trays, both cameras see nothing."""
        pictures.furnish(self._cabinet)
        self.remove_card()
        self.unplug_headset()
        self.take_id_card()
        self._face.show_nothing()
        for printer in self._printers.values():
            printer.load(50)
            printer.take()

    def stop(self) -> None:
        """Nothing runs."""

    def insert_card(self, name: str = "standing") -> None:
        """Put a citizen certificate into the reader."""
        self._reader.insert(name)

    def remove_card(self) -> None:
        """Take it out."""
        self._reader.remove()

    def pull_card(self) -> None:
        """Pull it out in the middle of what it does next."""
        self._reader.fail_next("card-pulled")

    def lay_id_card(self) -> None:
        """Hold the ID card to scanner and document camera."""
        self._scanner.present(pictures.ID_NO)
        self._document.show("card")
        self._matcher.card_shows("wang")

    def lay_paper(self) -> None:
        """Lay a paper under the document camera."""
        self._document.show("paper")

    def take_id_card(self) -> None:
        """Take away what lies there."""
        self._scanner.nothing()
        self._document.show_nothing()

    def show_face(self, stranger: bool = False) -> None:
        """Look into the camera."""
        self._face.show("stranger" if stranger else "live")
        self._matcher.looks("stranger" if stranger else "wang")

    def paper_out(self, printer: str) -> None:
        """Let the tray run empty in the middle of the next page."""
        self._printers[printer].fail_next(OutOfPaper)

    def empty_tray(self, printer: str) -> None:
        """Take the paper out."""
        self._printers[printer].empty()

    def paper_in(self, printer: str) -> None:
        """Refill it."""
        self._printers[printer].load(50)

    def received(self, printer: str) -> list[Path]:
        """The files that came out since the start, in order."""
        self._seen[printer] += self._printers[printer].take()
        return self._seen[printer]

    def plug_headset(self) -> None:
        """Put a headset into its socket."""
        self._sound.plug()

    def unplug_headset(self) -> None:
        """Pull it out."""
        self._sound.unplug()

    def pull_plug(self) -> None:
        """Let the mains fail."""
        self._power.mains_fails()

    def restore_plug(self) -> None:
        """Let it return."""
        self._power.mains_returns()

    def open_door(self) -> None:
        """Open the cabinet."""
        self._tamper.open_door()

    def shut_door(self) -> None:
        """Shut it."""
        self._tamper.shut_door()

    def press_keys(self, keys: str) -> None:
        """Press keys of the keypad, named with a space between."""
        self._keypad.press(*keys.split())

    def be_quiet(self) -> None:
        """Nobody speaks here."""

    def lit(self) -> tuple[str, ...]:
        """Which lamps burn."""
        return self._lights.lit()
