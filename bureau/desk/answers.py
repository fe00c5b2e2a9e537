"""What a counter sent as answers, held against the field dictionary before anything is done with it.

A counter checks every answer when it is given; what does not fit here was altered, or comes from another pack.
"""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from catalogue.fields import AnswerWrong
from catalogue.flow import Catalogue, Flow
from catalogue.steps import Bundle
from catalogue.tables import NoRow
from wire.codec.errors import NotAllowed


def hold(flow: Flow, untrusted_answers: Mapping[str, Any], catalogue: Catalogue, on: date) -> None:
    """Hold the answers against the dictionary as it stood ``on`` that day.

    What was answered in the service before this one comes along; a bundle's answer are the items ticked. Raises ``NotAllowed`` with the
    name of the first answer that does not fit.
    """
    bundles = {step.name: {to.item for to in step.to} for step in flow.steps if isinstance(step, Bundle)}
    for name, untrusted in untrusted_answers.items():
        if name in bundles:
            fits = isinstance(untrusted, list) and all(isinstance(one, str) and one in bundles[name] for one in untrusted)
        elif name in catalogue.fields:
            try:
                catalogue.fields[name].kept(name, untrusted, catalogue.tables, on)
                fits = True
            except (AnswerWrong, NoRow):
                fits = False
        else:
            fits = False
        if not fits:
            raise NotAllowed("answer-does-not-fit", name[:40])
