"""``kiosk.toml`` as frozen models: field = key, docstring = manual.

An unknown key refuses to start and names file, line, key and the nearest spelling
(:mod:`catalogue.toml` does the naming). ``site.live = true`` refuses simulated drivers.
"""
from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from catalogue.toml import read


class Section(BaseModel):
    """Base of every table of ``kiosk.toml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Site(Section):
    """Where this counter stands."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{2,40}$")
    name: dict[str, str] = Field(description="what citizens call the place, by language")
    live: bool = False
    languages: tuple[str, ...] = ("zh-TW", "en", "ja")
    phone: str = Field(default="", description="whom to phone, shown on error screens")
    state: Path = Path("/var/lib/nightcounter")
    run: Path = Path("/run/nightcounter")


class Screen(Section):
    """The touchscreen."""

    width: int = 1080
    height: int = 1920
    mm_per_pixel: float = 0.277
    bottom_mm: float = Field(default=800, ge=0, le=1100, description="from the floor to the screen's lower edge")
    fullscreen: bool = True
    dock: bool = Field(default=False, description="show the demo panel; refused on a live site")


class Uplink(Section):
    """The way to the bureau. Paths of keys; ``ca`` pins the bureau's root."""

    url: str = "https://127.0.0.1:8443"
    ca: Path = Path("trust/bureau-root.pem")
    transport_key: Path = Path("keys/transport.pem")
    device_key: Path = Path("keys/device.pem")
    trust: Path = Field(default=Path("trust"), description="what enrolment left: roots, gateway and agency keys, revocation list")


class Device(Section):
    """One device: its driver (a file of hardware/<kind>/) and that driver's own options."""

    model_config = ConfigDict(frozen=True, extra="allow")
    driver: str

    @property
    def options(self) -> dict[str, Any]:
        """The driver's options, as they stand in the table."""
        return dict(self.__pydantic_extra__ or {})


class Limits(Section):
    """Times and sizes that a site may tune within the bounds of the design."""

    idle_s: int = Field(default=60, ge=60, description="no touch for so long: ask")
    idle_answer_s: int = Field(default=30, ge=30, description="no answer for so long: end")
    wait_s: int = Field(default=180, ge=5, description="at most so long on screen for a reply, then park")
    face_tries: int = Field(default=5, ge=1)
    goodbye_s: int = Field(default=30, ge=5, description="from the last call for card and paper to the end of the visit")
    revocation_hours: int = Field(default=48, description="older list: one level less")
    hello_hours: int = Field(default=72, description="boot without a line: an accepted hello counts so long")


class Kiosk(Section):
    """The whole of ``kiosk.toml``."""

    site: Site
    screen: Screen = Screen()
    uplink: Uplink = Uplink()
    card: Device
    scanner: Device
    camera: dict[Literal["document", "face"], Device]
    face: Device
    printer: dict[Literal["a4", "receipt"], Device]
    limits: Limits = Limits()
    flows: Path = Path("flows")

    def simulated(self) -> list[str]:
        """Names of the devices whose driver is simulated."""
        named = {"card": self.card, "scanner": self.scanner, "face": self.face}
        named |= {f"camera.{name}": device for name, device in self.camera.items()}
        named |= {f"printer.{name}": device for name, device in self.printer.items()}
        return [name for name, device in named.items() if device.driver == "simulated"]


class NotForLive(Exception):
    """A live site names simulated parts; the message says which and what to do."""


def load(path: Path) -> Kiosk:
    """Read ``kiosk.toml``; relative paths in it count from the file's folder, keys and trust from ``site.state``.

    Raises ``catalogue.toml.FileErrors`` (every fault with file and line) and ``NotForLive``.
    """
    path = path.resolve()
    kiosk = read(path, Kiosk)
    base = path.parent
    site = kiosk.site.model_copy(update={"state": base / kiosk.site.state, "run": base / kiosk.site.run})
    uplink = kiosk.uplink.model_copy(
        update={name: site.state / getattr(kiosk.uplink, name) for name in ("ca", "transport_key", "device_key", "trust")}
    )
    if site.live and (pretended := kiosk.simulated() + (["screen.dock"] if kiosk.screen.dock else [])):
        raise NotForLive(f"{path}: site.live = true, but simulated: {', '.join(pretended)}; name the real driver of each")
    return kiosk.model_copy(update={"site": site, "uplink": uplink, "flows": base / kiosk.flows})
