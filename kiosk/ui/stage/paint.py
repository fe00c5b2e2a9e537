"""Marks into Kivy's canvas. What did not change is not drawn again; what is no longer shown is let go with its textures."""
from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from kivy.core.text import Label
from kivy.core.window import Window
from kivy.graphics import BorderImage, Color, InstructionGroup, Line, Rectangle, SmoothRoundedRectangle
from kivy.graphics.texture import Texture

from kiosk.ui.pictures.icons import icon
from kiosk.ui.pictures.pen import Pen
from kiosk.ui.pictures.scenes import GRID, scene
from kiosk.ui.stage.album import Album
from kiosk.ui.stage.ink import Dab
from kiosk.ui.theme import Colour, Look
from kiosk.ui.widgets.marks import Icon, Live, Mark, Plate, Rect, Scene, Slate, Words


class Ruler:
    """Measures text with the fonts it will be drawn in; keeps one measuring label a font and size, and no text."""

    def __init__(self) -> None:
        self._labels: dict[tuple[str, int], Label] = {}

    def width(self, text: str, font: str, size: int) -> float:
        """The width of a text in pixels."""
        label = self._labels.get((font, size))
        if label is None:
            label = self._labels[font, size] = Label(text="", font_name=font, font_size=size)
        return float(label.get_extents(text)[0])


class Painter:
    """Draws into one canvas of a window ``high`` pixels high (Kivy counts from below)."""

    def __init__(self, canvas: InstructionGroup, album: Album) -> None:
        self._canvas, self._album = canvas, album
        self._groups: dict[Mark, InstructionGroup] = {}
        self._loop: dict[Scene, InstructionGroup] = {}
        self._plates: dict[tuple[object, ...], Texture] = {}
        self._over = InstructionGroup()
        self._ink = InstructionGroup()
        self._dabs: list[Dab] = []
        self._lines: list[Line] = []
        self._preview: Texture | None = None
        self._live: Rect | None = None
        self.high = 0.0

    def show(self, marks: Sequence[Mark], look: Look) -> None:
        """Draw this screen, from the ground up."""
        groups: dict[Mark, InstructionGroup] = {}
        scenes = {replace(mark, turn=0) for mark in marks if isinstance(mark, Scene)}
        self._loop = {step: group for step, group in self._loop.items() if replace(step, turn=0) in scenes}
        for mark in marks:
            if mark not in groups:
                kept = self._groups.get(mark, self._loop.get(mark) if isinstance(mark, Scene) else None)
                groups[mark] = kept if kept is not None and not isinstance(mark, Live) else self._drawn(mark, look)
        self._live = next((mark.rect for mark in marks if isinstance(mark, Live)), None)
        self._canvas.clear()
        Window.clearcolor = look.colour("ground")
        for group in groups.values():
            self._canvas.add(group)
        self._fresh()
        self._canvas.add(self._ink)
        self._canvas.add(self._over)
        self._groups = groups

    def turn(self, shown: Scene, due: Scene, look: Look) -> None:
        """Put one step of a moving scene in the place of another. Its steps are kept while it is on show, so a loop is drawn once."""
        if due not in self._loop:
            self._loop[due] = self._drawn(due, look)
        group, kept = self._loop[due], self._groups.pop(shown)
        self._loop[shown] = kept
        place = self._canvas.indexof(kept)
        self._canvas.remove(kept)
        self._canvas.insert(place, group)
        self._groups[due] = group

    def forget(self) -> None:
        """Let go of everything drawn, the camera's picture included."""
        self._canvas.clear()
        self._groups.clear()
        self._loop.clear()
        self._plates.clear()
        self._fresh()
        self._preview = self._live = None

    def _fresh(self) -> None:
        self._over, self._ink = InstructionGroup(), InstructionGroup()
        self._dabs, self._lines = [], []

    def over(self, pressed: Rect | None, focus: Rect | None, look: Look, radius: float) -> None:
        """The veil over what is pressed, the ring around what has the focus."""
        self._over.clear()
        if pressed is not None:
            red, green, blue, _ = look.colour("ink")
            self._over.add(Color(red, green, blue, look.theme.shade["pressed"]))
            self._over.add(SmoothRoundedRectangle(pos=self._pos(pressed), size=(pressed.w, pressed.h), radius=[radius]))
        if focus is not None:
            away = look.space("halo")
            ring = focus.inset(-away)
            self._over.add(Color(*look.colour("focus")))
            self._over.add(Line(rounded_rectangle=(*self._pos(ring), ring.w, ring.h, radius + away), width=look.space("field")))

    def ink(self, slate: Slate, dabs: Sequence[Dab], width: float) -> None:
        """The signature so far; points are pixels from the slate's top left corner. Only what is new is drawn."""
        both = zip(self._dabs, dabs, strict=False)
        same = next((at for at, (one, two) in enumerate(both) if one != two), min(len(self._dabs), len(dabs)))
        for line in self._lines[same:]:
            self._ink.remove(line)
        del self._lines[same:]
        if not same:
            self._ink.clear()
            self._ink.add(Color(*slate.ink))
        for dab in dabs[same:]:
            x, y = slate.rect.x, self.high - slate.rect.y
            points = [x + part if at % 2 == 0 else y - part for at, part in enumerate(dab.points)]
            self._lines.append(Line(points=points, width=width * dab.width, cap="round", joint="round"))
            self._ink.add(self._lines[-1])
        self._dabs = list(dabs)

    def preview(self, width: int, height: int, rgb: bytes) -> None:
        """A new picture from the camera, into the one texture there is."""
        if self._preview is None or self._preview.size != (width, height):
            self._preview = Texture.create(size=(width, height), colorfmt="rgb")
            self._preview.flip_vertical()
            if self._live is not None:
                stale = next(mark for mark in self._groups if isinstance(mark, Live))
                self._canvas.remove(self._groups[stale])
                self._groups[stale] = self._picture(stale)
                self._canvas.insert(len(self._canvas.children) - 2, self._groups[stale])
        self._preview.blit_buffer(rgb, colorfmt="rgb", bufferfmt="ubyte")
        self._canvas.ask_update()

    def _drawn(self, mark: Mark, look: Look) -> InstructionGroup:
        if isinstance(mark, Plate):
            return self._plate(mark)
        if isinstance(mark, Words):
            return self._words(mark)
        if isinstance(mark, Icon):
            colours = {**look.colours, "ink": mark.colour}
            return self._pen(("icon", mark.name), lambda: icon(mark.name), (24.0, 24.0), mark.rect, colours)
        if isinstance(mark, Scene):
            return self._pen(("scene", mark.name, mark.turn), lambda: scene(mark.name, mark.turn), GRID, mark.rect, look.colours)
        if isinstance(mark, Live):
            return self._picture(mark)
        return InstructionGroup()

    def _plate(self, mark: Plate) -> InstructionGroup:
        """A plate without corners is a rectangle; else the stretched middle of a small picture, whose corners stay."""
        group = InstructionGroup()
        rect = Rect(round(mark.rect.x), round(mark.rect.y), round(mark.rect.right) - round(mark.rect.x),
                    round(mark.rect.bottom) - round(mark.rect.y))
        edge = mark.edge_width if mark.edge is not None else 0.0
        if mark.radius < 1 and not edge:
            group.add(Color(*mark.fill))
            group.add(Rectangle(pos=self._pos(rect), size=(rect.w, rect.h)))
            return group
        side = min(math.ceil(max(mark.radius, edge)) + 1, int(min(rect.w, rect.h)) // 2)
        group.add(Color(1, 1, 1, 1))
        group.add(BorderImage(texture=self._corners(side, mark, edge), border=(side,) * 4, auto_scale="off", pos=self._pos(rect),
                              size=(rect.w, rect.h)))
        return group

    def _corners(self, side: int, mark: Plate, edge: float) -> Texture:
        """A plate just large enough for its corners; few differ, so they are kept."""
        key = (side, mark.radius, edge, mark.fill, mark.edge)
        if key not in self._plates:
            whole = 2.0 * side + 1

            def draw() -> Pen:
                pen = Pen()
                pen.rect(0, 0, whole, whole, "edge", mark.radius)
                pen.rect(edge, edge, whole - 2 * edge, whole - 2 * edge, "fill", max(0.0, mark.radius - edge))
                return pen

            colours = {"fill": mark.fill, "edge": mark.edge if edge and mark.edge is not None else mark.fill}
            self._plates[key] = self._texture(("plate", mark.radius, edge), draw, (whole, whole), (2 * side + 1,) * 2, colours)
        return self._plates[key]

    def _words(self, mark: Words) -> InstructionGroup:
        group = InstructionGroup()
        group.add(Color(*mark.colour))
        for row, line in enumerate(mark.lines):
            free = mark.rect.w - line.width
            left = mark.rect.x + (free if mark.align == "right" else free / 2 if mark.align == "center" else 0)
            base: float | None = None
            for run in line.runs:
                label = Label(text=run.text, font_name=run.font, font_size=mark.size)
                label.refresh()
                label.texture.mag_filter = label.texture.min_filter = "nearest"
                wide, high = label.texture.size
                top = mark.rect.y + row * mark.pitch + (mark.pitch - high) / 2
                base = top + label.get_ascent() if base is None else base
                top = base - label.get_ascent()
                place = (round(left + run.x), round(self.high - top - high))
                group.add(Rectangle(texture=label.texture, pos=place, size=(wide, high)))
        return group

    def _pen(self, what: tuple[object, ...], draw: Callable[[], Pen], grid: tuple[float, float], rect: Rect,
             colours: dict[str, Colour]) -> InstructionGroup:
        size = (max(1, round(rect.w)), max(1, round(rect.h)))
        group = InstructionGroup()
        group.add(Color(1, 1, 1, 1))
        x, y = self._pos(rect)
        group.add(Rectangle(texture=self._texture(what, draw, grid, size, colours), pos=(round(x), round(y)), size=size))
        return group

    def _texture(self, what: tuple[object, ...], draw: Callable[[], Pen], grid: tuple[float, float], size: tuple[int, int],
                 colours: dict[str, Colour]) -> Texture:
        """A drawing as a texture of its very size: shown pixel for pixel, so nothing need be smoothed again."""
        texture = Texture.create(size=size, colorfmt="rgba")
        texture.flip_vertical()
        texture.blit_buffer(self._album.pixels(what, draw, grid, size, colours), colorfmt="rgba", bufferfmt="ubyte")
        texture.mag_filter = texture.min_filter = "nearest"
        return texture

    def _picture(self, mark: Live) -> InstructionGroup:
        group = InstructionGroup()
        if self._preview is not None:
            wide, high = self._preview.size
            scale = min(mark.rect.w / wide, mark.rect.h / high)
            w, h = wide * scale, high * scale
            x, y = self._pos(mark.rect)
            group.add(Color(1, 1, 1, 1))
            group.add(Rectangle(texture=self._preview, pos=(x + (mark.rect.w - w) / 2, y + (mark.rect.h - h) / 2), size=(w, h)))
        return group

    def _pos(self, rect: Rect) -> tuple[float, float]:
        return (rect.x, self.high - rect.bottom)
