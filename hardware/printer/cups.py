"""A printer behind CUPS: pages go to the print daemon unchanged, the truth is asked from the device.

- ``application/vnd.cups-pdf`` passes the bytes through; the daemon's default filter would strip the PAdES seal
  (18,379 bytes became 1,647).
- The daemon does not notice a printer that went off, and calls a job completed whose printer forgot it. So a job is
  out only when the device itself says that it is complete.
- A device that was switched off and on forgot what it printed. Its silence on a job means "never came here" only
  where it has been up for longer than the job exists (printer-up-time, RFC 8011 §5.4.29).
- Job titles are random ids, the requesting user is always ``counter``.
"""
from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from typing import Any

import cups

from hardware import DeviceGone, PrinterRefused
from hardware.options import read_options
from hardware.printer import JobState, Phase, PrinterState
from hardware.printer.ipp import Attributes, Device, NotIpp

DOCUMENT = "application/vnd.cups-pdf"
USER = "counter"
GIVEN_UP_S = 5.0
"""So long a purge waits for the device to give up its jobs."""
PROBLEMS = {
    "media-empty": "out-of-paper", "media-needed": "out-of-paper", "media-jam": "paper-jam",
    "cover-open": "cover-open", "door-open": "cover-open",
    "toner-empty": "out-of-toner", "marker-supply-empty": "out-of-toner", "shutdown": "gone",
}
"""Beginning of an IPP printer-state-reason (RFC 8011 §5.4.12) → our code."""
_COUNTED = ("job-media-sheets-completed", "job-impressions-completed")
_QUEUED, _RUNNING, _COMPLETED = (3, 4), (5, 6), 9
_NO_HISTORY = "cups-ipp-missing-job-history"
_ASKED = ("printer-state", "printer-state-reasons", "media-ready", "printer-is-accepting-jobs",
          "job-hold-until-default", "job-storage-supported", "job-password-supported", "printer-wifi-state")
_WIFI_OFF = 3  # the enum's 'off'; the printers that have a radio tell it (AirPrint's extension of IPP)
_TROUBLE = (cups.IPPError, cups.HTTPError, RuntimeError)
_OF_JOB = ("job-name", "job-state", "job-impressions-completed", "job-media-sheets-completed")


@dataclass(frozen=True)
class Options:
    """``server``: host:port of the print daemon; ``queue`` there; ``device``: the printer's own IPP URI; ``media``: '' for its default."""

    queue: str
    device: str
    server: str = "localhost:631"
    media: str = ""


def open(name: str, options: dict[str, Any]) -> CupsPrinter:
    """Open the printer ``name``. Raises ``OptionWrong``; ``PrinterRefused`` where its settings would keep, hold or broadcast documents."""
    printer = CupsPrinter(name, read_options(Options, name, options))
    printer.refuse_unfit()
    return printer


class CupsPrinter:
    """One queue and the device behind it. Titles of jobs under way are kept to find them again at the device."""

    def __init__(self, name: str, options: Options) -> None:
        self.name = name
        self._options = options
        self._device = Device(options.device)
        self._titles: dict[int, str] = {}
        self._begun: set[int] = set()
        self._purged: set[int] = set()

    def state(self) -> PrinterState:
        """See :class:`hardware.printer.Printer`."""
        try:
            found = self._device.printer(*_ASKED)
        except NotIpp:
            return PrinterState("gone")
        return PrinterState(_problem(found), tuple(str(media) for media in found.get("media-ready", [])))

    def submit(self, document: bytes, title: str) -> int:
        """See :class:`hardware.printer.Printer`."""
        queue = self._options.queue
        try:
            daemon = self._daemon()
            number = int(daemon.createJob(queue, title, {"media": self._options.media} if self._options.media else {}))
        except _TROUBLE as error:
            raise DeviceGone(self.name, "the print daemon") from error
        self._titles[number] = title
        try:
            daemon.startDocument(queue, number, title, DOCUMENT, 1)
            daemon.writeRequestData(document, len(document))
            daemon.finishDocument(queue)
        except _TROUBLE:
            self.cancel(number)  # the daemon may have got it all: the job exists, and job() tells what became of it
        return number

    def job(self, number: int) -> JobState:
        """See :class:`hardware.printer.Printer`."""
        if number in self._purged:
            return JobState(Phase.UNKNOWN)  # the device may still be at it; nobody follows it any more
        try:
            queued = self._daemon().getJobAttributes(number)
        except _TROUBLE:
            return JobState(Phase.UNKNOWN)
        try:
            printed = self._at_device(str(queued.get("job-name") or self._titles.get(number, "")))
            device = self._device.printer("printer-state-reasons", "printer-up-time")
        except NotIpp:
            over = queued["job-state"] not in _QUEUED + _RUNNING
            return JobState(Phase.UNKNOWN if over else Phase.QUEUED if queued["job-state"] in _QUEUED else Phase.PRINTING, "gone")
        if printed is None and number in self._begun:
            return JobState(Phase.UNKNOWN, _problem(device))  # the device had begun and forgot: the daemon would print it a second time
        judged = _judge(queued, printed, device, time.time())
        if judged.phase is Phase.PRINTING:
            self._begun.add(number)
        return judged

    def cancel(self, number: int) -> None:
        """See :class:`hardware.printer.Printer`."""
        with contextlib.suppress(*_TROUBLE):  # over already, or no daemon: the next job() says which
            self._daemon().cancelJob(number)

    def purge(self) -> None:
        """See :class:`hardware.printer.Printer`: at the daemon, then at the device, which may hold a page of its own for want of paper."""
        try:
            self._daemon().cancelAllJobs(self._options.queue, my_jobs=False, purge_jobs=True)
        except _TROUBLE as error:
            raise DeviceGone(self.name, "the print daemon") from error
        finally:
            self._purged |= set(self._titles)
            self._clear_device()

    def close(self) -> None:
        """See :class:`hardware.printer.Printer`; no connection is held between calls."""
        self._titles.clear()
        self._begun.clear()

    def refuse_unfit(self) -> None:
        """Raises ``PrinterRefused`` for a printer that holds jobs, stores documents or is on the air; one that is off: next time."""
        try:
            found = self._device.printer(*_ASKED)
        except NotIpp:
            return
        if found.get("job-hold-until-default", ["no-hold"]) != ["no-hold"]:
            raise PrinterRefused(self.name, "it holds jobs: set job-hold-until-default to no-hold")
        for attribute in ("job-storage-supported", "job-password-supported"):
            if any(found.get(attribute, [])):
                raise PrinterRefused(self.name, f"it can store documents ({attribute}): switch its job storage off")
        if found.get("printer-wifi-state", [_WIFI_OFF]) != [_WIFI_OFF]:
            raise PrinterRefused(self.name, "its Wi-Fi is on: switch it off, the counter reaches it by cable")

    def _daemon(self) -> Any:
        host, _, port = self._options.server.partition(":")
        cups.setServer(self._options.server)  # createJob looks the queue up there, whatever connection it is called on
        cups.setPort(int(port or 631))
        cups.setUser(USER)
        return cups.Connection(host, int(port or 631))

    def _clear_device(self) -> None:
        """Have the device give up what it has not printed, and wait until it has; one that does not answer keeps nothing it could print."""
        end = time.monotonic() + GIVEN_UP_S
        with contextlib.suppress(NotIpp):
            while (left := self._device.jobs("not-completed", "job-id", "job-state-reasons")) and time.monotonic() < end:
                for job in left:
                    if "processing-to-stop-point" not in job.get("job-state-reasons", []):
                        with contextlib.suppress(NotIpp):  # over meanwhile
                            self._device.cancel(int(job["job-id"][0]), USER)
                time.sleep(0.1)

    def _at_device(self, title: str) -> Attributes | None:
        """The device's own word on the job with this title, None where it knows of none."""
        for which in ("not-completed", "completed"):
            for job in self._device.jobs(which, *_OF_JOB):
                if job.get("job-name") == [title]:
                    return job
        return None


def _judge(queued: dict[str, Any], printed: Attributes | None, device: Attributes, now: float) -> JobState:
    """Daemon and device together: what the device says counts; what neither can vouch for is unknown."""
    problem = _problem(device)
    if printed is not None:
        state = printed["job-state"][0]
        counted = next((printed[key][0] for key in _COUNTED if isinstance(printed.get(key, [None])[0], int)), None)
        if state in _QUEUED:
            return JobState(Phase.QUEUED, problem)
        if state in _RUNNING:
            return JobState(Phase.PRINTING, problem)
        if state == _COMPLETED:
            return JobState(Phase.OUT, problem, counted or None)  # complete with no sheet counted: it does not count
        return JobState(Phase.FAILED, problem, counted)
    if queued["job-state"] in _QUEUED + _RUNNING:
        return JobState(Phase.QUEUED, problem)
    up_s = next(iter(device.get("printer-up-time", [])), 0)
    younger = not isinstance(up_s, int) or up_s <= now - float(queued.get("time-at-creation", 0)) + 1
    forgot = younger or queued["job-state"] == _COMPLETED or _NO_HISTORY in str(queued.get("job-printer-state-reasons"))
    return JobState(Phase.UNKNOWN if forgot else Phase.FAILED, problem, None if forgot else 0)


def _problem(found: Attributes) -> str:
    reasons = [str(reason) for reason in found.get("printer-state-reasons", [])]
    for beginning, code in PROBLEMS.items():
        if any(reason.startswith(beginning) for reason in reasons):
            return code
    return ""
