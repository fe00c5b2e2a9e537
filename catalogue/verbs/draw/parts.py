"""The parts of the drawing from top to bottom: the head, the line of steps with its branches, the end."""
from __future__ import annotations

from itertools import groupby

from catalogue.steps import Step
from catalogue.verbs.draw.paper import FAINT, INK, MARGIN, SOFT, Paper, broken, ems
from catalogue.verbs.draw.said import Said

LINE, BRANCH, TEXT = MARGIN + 12, 34.0, 24.0
"""Where the line runs, how far a branch leaves it, how far the words stand from either."""
HEADING, DETAIL, KIND = 13.0, 10.5, 9.5


def head(paper: Paper, said: Said, accent: str, tint: str) -> float:
    """Agency, title, code and the facts; returns where the head ends."""
    flow, inner = said.flow, paper.right - MARGIN
    paper.box(0, 0, paper.width, 8, fill=accent, round_=0)
    codes = " ".join(flow.codes)
    wide = ems(codes) * 11 + 20 if codes else 0
    paper.text(MARGIN, 52, said.agency(flow.agency), 12, ink=accent, bold=True)
    if codes:
        paper.box(paper.right - wide, 38, wide, 21, fill=tint, round_=10)
        paper.text(paper.right - wide / 2, 52.5, codes, 11, ink=accent, bold=True, anchor="middle")
    y = paper.lines(MARGIN, 88, flow.text(said.lang, "title"), 25, inner, bold=True)
    other = "en" if said.lang == "zh-TW" else "zh-TW"
    y = paper.lines(MARGIN, y + 22, f"{flow.text(other, 'title')}　{flow.text(said.lang, 'about')}", 11.5, inner, ink=SOFT)
    top, column, foot = y + 16, inner / 3, y
    paper.path(f"M{MARGIN:.1f} {top:.1f}H{paper.right:.1f}", FAINT, 1)
    for nth, (label, value) in enumerate(said.facts()):
        if nth == 3:
            top = foot
        x = MARGIN + nth % 3 * column
        paper.text(x, top + 22, label, 9.5, ink=SOFT)
        foot = max(foot, paper.lines(x, top + 38, value, 12, column - 16, bold=True))
    paper.path(f"M{MARGIN:.1f} {foot + 16:.1f}H{paper.right:.1f}", FAINT, 1)
    return foot + 16


def line(paper: Paper, said: Said, top: float, accent: str, tint: str) -> float:
    """The steps in order; those that share a condition leave the line together and come back. Returns where it ends."""
    y, nth, begins = top + 34, 0, top + 34
    at = len(paper.parts)
    for when, group in groupby(said.flow.steps, key=lambda step: step.when):
        x = LINE
        if when is not None:
            x, leaves = LINE + BRANCH, y - 8
            y = _condition(paper, x, y, said.own("when") + said.condition(when), accent, tint)
        for step in group:
            nth += 1
            y = _step(paper, said, step, nth, x, y, accent)
        if when is not None:
            way = f"M{LINE:.1f} {leaves:.1f}C{LINE:.1f} {leaves + 12:.1f} {x:.1f} {leaves + 4:.1f} {x:.1f} {leaves + 18:.1f}V{y - 22:.1f}"
            back = f"C{x:.1f} {y - 8:.1f} {LINE:.1f} {y - 16:.1f} {LINE:.1f} {y - 4:.1f}"
            paper.path(way + back, accent, 1.5, dotted=True, under=at)
            y += 8
    paper.path(f"M{LINE:.1f} {begins:.1f}V{y + 6:.1f}", accent, under=at)
    return y + 6


def _condition(paper: Paper, x: float, y: float, words: str, accent: str, tint: str) -> float:
    lines = broken(words, DETAIL, paper.right - x - TEXT - 20)
    wide = max(ems(one) for one in lines) * DETAIL + 16
    high = len(lines) * DETAIL * 1.4 + 6
    paper.box(x + TEXT - 8, y - 8, wide, high, fill=tint, round_=9)
    paper.lines(x + TEXT, y + 5.5, words, DETAIL, paper.right - x - TEXT - 20, ink=accent)
    return y + high + 8


def _step(paper: Paper, said: Said, step: Step, nth: int, x: float, y: float, accent: str) -> float:
    on_line = x == LINE
    paper.dot(x, y, 9, fill=accent if on_line else "#FFFFFF", line=accent)
    paper.text(x, y + 3.4, str(nth), 9, ink="#FFFFFF" if on_line else accent, bold=True, anchor="middle")
    width = paper.right - x - TEXT - ems("acknowledge") * KIND - 12
    heading = said.heading(step)
    y = paper.lines(x + TEXT, y + 4.6, heading, HEADING, width, bold=True)
    paper.text(x + TEXT + ems(broken(heading, HEADING, width)[-1]) * HEADING + 12, y, step.kind, KIND, ink=SOFT)
    if detail := said.detail(step):
        y = paper.lines(x + TEXT, y + 17, detail, DETAIL, width, ink=SOFT)
    return y + 25


def end(paper: Paper, said: Said, top: float, accent: str, tint: str) -> float:
    """The outcome, the rules of release, the bureau's side; returns where it ends."""
    inner, rules = paper.right - MARGIN, said.releases()
    paper.dot(LINE, top, 9, fill=tint, line=accent)
    paper.dot(LINE, top, 3, fill=accent, line=accent)
    y = paper.lines(LINE + TEXT, top + 5, said.own(f"outcome_{said.flow.outcome}"), 15, inner - TEXT - 12, ink=accent, bold=True) + 34
    paper.text(MARGIN, y, said.own("release"), 9.5, ink=SOFT)
    if not rules:
        y = paper.lines(MARGIN, y + 18, said.own("none"), 12, inner)
    y = _cards(paper, rules, y + 10, accent, tint)
    if side := said.bureau():
        paper.text(MARGIN, y + 24, said.own("bureau"), 9.5, ink=SOFT)
        y = paper.lines(MARGIN, y + 41, side, 10.5, inner)
    return y


def _cards(paper: Paper, rules: list[tuple[str, str, str]], top: float, accent: str, tint: str) -> float:
    """The rules side by side, three in a row, all of a row equally high."""
    gap, foot = 12.0, top - 10
    wide = (paper.right - MARGIN - 2 * gap) / 3
    for at in range(0, len(rules), 3):
        row = rules[at:at + 3]
        texts = [[(by, 12.0, accent, True), (on, 10.5, INK, False), (mark, 9.5, accent, True)] for by, on, mark in row]
        highs = [sum(len(broken(text, size, wide - 28)) * size * 1.4 + 4 for text, size, _, _ in one if text) for one in texts]
        for nth, one in enumerate(texts):
            x, y = MARGIN + nth * (wide + gap), top + 9.0
            paper.box(x, top, wide, max(highs) + 18, fill=tint)
            for text, size, ink, bold in (part for part in one if part[0]):
                y = paper.lines(x + 14, y + size * 1.2, text, size, wide - 28, ink=ink, bold=bold) + 4 + size * 0.2
        foot = top + max(highs) + 18
        top = foot + gap
    return foot
