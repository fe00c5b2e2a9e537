"""The simulated devices of one cabinet, for whoever moves them by hand: the demo panel, an invented citizen, a random fault."""
from __future__ import annotations

from pathlib import Path

from hardware.camera.simulated import Options as CameraOptions
from hardware.camera.simulated import SimulatedCamera
from hardware.card.simulated import Reader
from hardware.face.simulated import Options as FaceOptions
from hardware.face.simulated import SimulatedMatcher
from hardware.keypad.simulated import Options as KeypadOptions
from hardware.keypad.simulated import SimulatedKeypad
from hardware.lights.simulated import Options as LightsOptions
from hardware.lights.simulated import SimulatedLights
from hardware.microphone.simulated import Options as MicrophoneOptions
from hardware.microphone.simulated import SimulatedMicrophone
from hardware.power.simulated import Options as PowerOptions
from hardware.power.simulated import SimulatedPower
from hardware.printer.simulated import SimulatedPrinter
from hardware.scanner.simulated import Options as ScannerOptions
from hardware.scanner.simulated import SimulatedScanner
from hardware.sound.simulated import Options as SoundOptions
from hardware.sound.simulated import SimulatedSound
from hardware.tamper.simulated import Options as TamperOptions
from hardware.tamper.simulated import SimulatedTamper


class ByHand:
    """One of each kind, named as in kiosk.toml; what is done to one is seen by the engine, which opened its own."""

    def __init__(self, cabinet: Path) -> None:
        self.reader = Reader("card", cabinet)
        self.scanner = SimulatedScanner("scanner", ScannerOptions(cabinet))
        self.document = SimulatedCamera("camera.document", CameraOptions(cabinet))
        self.face = SimulatedCamera("camera.face", CameraOptions(cabinet))
        self.matcher = SimulatedMatcher("face", FaceOptions(cabinet))
        self.sound = SimulatedSound("sound", SoundOptions(cabinet))
        self.microphone = SimulatedMicrophone("microphone", MicrophoneOptions(cabinet))
        self.keypad = SimulatedKeypad("keypad", KeypadOptions(cabinet))
        self.lights = SimulatedLights("lights", LightsOptions(cabinet))
        self.tamper = SimulatedTamper("tamper", TamperOptions(cabinet))
        self.power = SimulatedPower("power", PowerOptions(cabinet))
        self.printers = {name: SimulatedPrinter(name, cabinet) for name in ("a4", "receipt")}
