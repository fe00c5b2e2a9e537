"""The things a rehearsed citizen holds in hand, with real parts or with simulated ones, behind one set of gestures."""
from __future__ import annotations

from pathlib import Path
from typing import Protocol

from hardware import OutOfPaper
from hardware.by_hand import ByHand
from hardware.sound.simulated import Options as SoundOptions
from hardware.sound.simulated import SimulatedSound
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
        """Start card daemon, print daemon and printers; both cameras see an empty desk. What cannot start leaves nothing running."""
        self._pcscd.start()
        self.card.start()
        try:
            self.printers.start()
        except BaseException:
            self.stop()
            raise
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
        self._peers = ByHand(cabinet)
        self._seen: dict[str, list[Path]] = {"a4": [], "receipt": []}

    def start(self) -> None:
        """An empty counter: no card, no paper in the output trays, both cameras see nothing."""
        pictures.furnish(self._cabinet)
        self.remove_card()
        self.unplug_headset()
        self.take_id_card()
        self._peers.face.show_nothing()
        for printer in self._peers.printers.values():
            printer.load(50)
            printer.take()

    def stop(self) -> None:
        """Nothing runs."""

    def insert_card(self, name: str = "standing") -> None:
        """Put a citizen certificate into the reader."""
        self._peers.reader.insert(name)

    def remove_card(self) -> None:
        """Take it out."""
        self._peers.reader.remove()

    def pull_card(self) -> None:
        """Pull it out in the middle of what it does next."""
        self._peers.reader.fail_next("card-pulled")

    def lay_id_card(self) -> None:
        """Hold the ID card to scanner and document camera."""
        self._peers.scanner.present(pictures.ID_NO)
        self._peers.document.show("card")
        self._peers.matcher.card_shows("wang")

    def lay_paper(self) -> None:
        """Lay a paper under the document camera."""
        self._peers.document.show("paper")

    def take_id_card(self) -> None:
        """Take away what lies there."""
        self._peers.scanner.nothing()
        self._peers.document.show_nothing()

    def show_face(self, stranger: bool = False) -> None:
        """Look into the camera."""
        self._peers.face.show("stranger" if stranger else "live")
        self._peers.matcher.looks("stranger" if stranger else "wang")

    def paper_out(self, printer: str) -> None:
        """Let the tray run empty in the middle of the next page."""
        self._peers.printers[printer].fail_next(OutOfPaper)

    def empty_tray(self, printer: str) -> None:
        """Take the paper out."""
        self._peers.printers[printer].empty()

    def paper_in(self, printer: str) -> None:
        """Refill it."""
        self._peers.printers[printer].load(50)

    def received(self, printer: str) -> list[Path]:
        """The files that came out since the start, in order."""
        self._seen[printer] += self._peers.printers[printer].take()
        return self._seen[printer]

    def plug_headset(self) -> None:
        """Put a headset into its socket."""
        self._peers.sound.plug()

    def unplug_headset(self) -> None:
        """Pull it out."""
        self._peers.sound.unplug()

    def pull_plug(self) -> None:
        """Let the mains fail."""
        self._peers.power.mains_fails()

    def restore_plug(self) -> None:
        """Let it return."""
        self._peers.power.mains_returns()

    def open_door(self) -> None:
        """Open the cabinet."""
        self._peers.tamper.open_door()

    def shut_door(self) -> None:
        """Shut it."""
        self._peers.tamper.shut_door()

    def press_keys(self, keys: str) -> None:
        """Press keys of the keypad, named with a space between."""
        self._peers.keypad.press(*keys.split())

    def be_quiet(self) -> None:
        """Nobody speaks here."""

    def lit(self) -> tuple[str, ...]:
        """Which lamps burn."""
        return self._peers.lights.lit()
