"""The pads: keys to write with, number pads, dials for a date, the signature slate, five faces.

A pad to write with is made for a height: all pads that one may switch between fill the same place, and the row
that switches is always their lowest. ``wide`` is the arrangement of a screen that is wider than high.
"""
from kiosk.ui.widgets.pads.dials import dials
from kiosk.ui.widgets.pads.field import Lines
from kiosk.ui.widgets.pads.letters import alphanumeric, plate
from kiosk.ui.widgets.pads.numbers import digits
from kiosk.ui.widgets.pads.sign import Slab, faces
from kiosk.ui.widgets.pads.strip import Candidates
from kiosk.ui.widgets.pads.writing import writing

__all__ = ["Candidates", "Lines", "Slab", "alphanumeric", "dials", "digits", "faces", "plate", "writing"]
