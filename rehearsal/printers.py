"""A room with two real IPP printers and a real print daemon: A4 and an 80 mm roll. Only inside a private place.

dbus and avahi run because ippeveprinter announces itself; cupsd has all its directories in the room. Each printer's
command keeps what it received byte for byte and behaves as told: out of paper, jammed, open, failing.
"""
from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from rehearsal.namespace import NamespaceRefused, inside

PORTS = {"a4": 8631, "receipt": 8632}
QUEUES = {"a4": "A4", "receipt": "RECEIPT"}
CUPSD_PORT = 6310
SPOOL = Path("/run/nightcounter-spool")
PATIENCE_S = 30.0
AGAIN_S = 5.0
ALLOW = "Order allow,deny\nAllow localhost\n"

# the printer's engine: waits while a fault lies in its tray, heeds a cancellation meanwhile, counts and keeps what came out
COMMAND = """#!/bin/sh
room="{room}"; name="{name}"
cancelled() {{ ipptool -tv -d job="$IPP_JOB_ID" "ipp://localhost:{port}/ipp/print" "$room/job.test" | grep -q processing-to-stop-point; }}
fault() {{ [ -e "$room/$name.fault" ] && cat "$room/$name.fault"; }}
now=$(fault)
if [ -n "$now" ] && [ "$now" != fail ]; then
  echo "STATE: +$now-error" >&2
  while [ -n "$(fault)" ] && ! cancelled; do sleep 0.1; done
  echo "STATE: -$now-error" >&2
fi
cancelled && exit 0
[ "$now" = fail ] && exit 1
sleep "$(cat "$room/$name.slow" 2>/dev/null || echo 0.3)"
n=$(printf %04d $(($(ls "$room/$name" | wc -l) + 1)))
cp "$1" "$room/$name/.$n" && mv "$room/$name/.$n" "$room/$name/$n.pdf"
echo "ATTR: job-impressions-completed=$(pdfinfo "$1" | sed -n 's/^Pages: *//p')" >&2
"""
ASK_JOB = """{ OPERATION Get-Job-Attributes GROUP operation-attributes-tag
ATTR charset attributes-charset utf-8 ATTR naturalLanguage attributes-natural-language en
ATTR uri printer-uri $uri ATTR integer job-id $job ATTR keyword requested-attributes job-state-reasons }
"""


def media(default: str, supported: str, x: int, y: int, colour: str) -> str:
    """Attributes of a printer (ippeveprinter's ``-a`` file); ``x`` and ``y`` in hundredths of a millimetre."""
    size = f"{{ MEMBER collection media-size {{ MEMBER integer x-dimension {x} MEMBER integer y-dimension {y} }} }}"
    return f"""ATTR mimeMediaType document-format-supported application/octet-stream,application/pdf
ATTR mimeMediaType document-format-default application/pdf
ATTR textWithoutLanguage printer-make-and-model "Nightcounter rehearsal printer"
ATTR keyword media-supported {supported}
ATTR keyword media-default {default}
ATTR keyword media-ready {default}
ATTR collection media-size-supported {{ MEMBER integer x-dimension {x} MEMBER integer y-dimension {y} }}
ATTR collection media-col-default {size}
ATTR collection media-col-ready {size}
ATTR collection media-col-database {size}
ATTR keyword sides-supported one-sided
ATTR keyword sides-default one-sided
ATTR keyword print-color-mode-supported {colour}
ATTR keyword print-color-mode-default {colour}
ATTR integer copies-default 1
ATTR rangeOfInteger copies-supported 1-1
ATTR keyword job-hold-until-supported no-hold
ATTR keyword job-hold-until-default no-hold
ATTR resolution printer-resolution-supported 203dpi
ATTR resolution printer-resolution-default 203dpi
"""


ATTRIBUTES = {
    "a4": media("iso_a4_210x297mm", "iso_a4_210x297mm", 21000, 29700, "monochrome"),
    "receipt": media("om_80x200mm_80x200mm", "om_80x200mm_80x200mm,custom_max_80x1000mm,custom_min_72x30mm", 8000, 20000, "monochrome"),
}


class PrinterRoom:
    """Daemons and printers of one room; faults are put into and taken out of the printers by hand."""

    def __init__(self, room: Path) -> None:
        self.room = room.resolve()
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Start everything and set up both queues. Raises ``NamespaceRefused`` outside a private place."""
        if not inside():
            raise NamespaceRefused("the printers need a private place: start through rehearsal.namespace")
        shutil.rmtree(self.room, ignore_errors=True)
        self._folder(".")
        (self.room / "job.test").write_text(ASK_JOB)
        for name in PORTS:
            (self.room / name).mkdir()
            command = self.room / f"{name}.sh"
            command.write_text(COMMAND.format(room=self.room, name=name, port=PORTS[name]))
            command.chmod(0o755)
        for folder in (self.room, *self.room.parents):
            if folder.stat().st_uid == os.geteuid() and folder != Path("/"):
                folder.chmod(folder.stat().st_mode | 0o055)
        self._bus()
        self._cupsd()
        for name in PORTS:
            self.restart(name)
        for name in PORTS:
            self._queue(name)
        kept = self.room / "cups" / "printers.conf"  # written a second later; a daemon killed before would know of no queue

        due = time.monotonic() + AGAIN_S

        def written() -> bool:
            nonlocal due
            missing = [name for name, one in QUEUES.items() if not kept.exists() or f"<Printer {one}>" not in kept.read_text()]
            if missing and time.monotonic() > due:  # seen twice, on a busy machine: a daemon that had the queues and slept on its file
                due = time.monotonic() + AGAIN_S
                for name in missing:
                    self._queue(name)
            return not missing

        self._until(written, "the queues' file")

    def stop(self) -> None:
        """End what was started here."""
        for name in list(self._running):
            self._end(name, signal.SIGTERM)

    def received(self, name: str) -> list[Path]:
        """What the printer received, in order."""
        return sorted((self.room / name).glob("[0-9]*.pdf"))

    def fault(self, name: str, fault: str) -> None:
        """Put a fault into the printer: media-empty, media-jam, cover-open, toner-empty; or ``fail``: the next job fails."""
        (self.room / f"{name}.fault").write_text(fault)

    def clear(self, name: str) -> None:
        """Mend it."""
        (self.room / f"{name}.fault").unlink(missing_ok=True)

    def slow(self, name: str, seconds: float) -> None:
        """Let every page take so long."""
        (self.room / f"{name}.slow").write_text(str(seconds))

    def kill(self, name: str) -> None:
        """Pull the printer's plug; it forgets all it knew."""
        self._end(name, signal.SIGKILL)

    def restart(self, name: str, set_up: Mapping[str, str] | None = None) -> None:
        """Switch the printer on; ``set_up`` are attributes set in another way: name → the rest of its line in the attributes' file."""
        attributes = self.room / f"{name}.attributes"
        kept = [line for line in ATTRIBUTES[name].splitlines() if not any(f" {one} " in line for one in set_up or {})]
        attributes.write_text("\n".join([*kept, *(f"ATTR {rest[0]} {one} {rest[1]}" for one, text in (set_up or {}).items()
                                                 for rest in [text.split(" ", 1)])]) + "\n")
        spool = self._folder(f"{name}-spool")
        argv = ["ippeveprinter", "-a", str(attributes), "-n", "localhost", "-p", str(PORTS[name]), "-d", str(spool), "-r", "off",
                "-c", str(self.room / f"{name}.sh"), f"Counter {name}"]
        self._start(name, argv)
        self._until(lambda: answers(PORTS[name]), f"printer {name} on port {PORTS[name]}")

    def runs(self, name: str) -> bool:
        """Whether ``cupsd`` or a printer was started and not killed."""
        return name in self._running

    def kill_cupsd(self) -> None:
        """``kill -9`` the print daemon; its spool stays."""
        self._end("cupsd", signal.SIGKILL)

    def restart_cupsd(self) -> None:
        """Start the print daemon again on the same spool."""
        self._cupsd()

    # --- daemons -----------------------------------------------------------------------------

    def _bus(self) -> None:
        for stale in ("/run/dbus/system_bus_socket", "/run/avahi-daemon/socket", "/run/avahi-daemon/pid"):
            Path(stale).unlink(missing_ok=True)  # what an earlier room of this place left
        Path("/run/dbus").mkdir(exist_ok=True)
        self._start("dbus", ["dbus-daemon", "--system", "--nofork", "--nopidfile", "--nosyslog"])
        self._until(lambda: Path("/run/dbus/system_bus_socket").exists(), "dbus")
        config = self.room / "avahi.conf"
        config.write_text("[server]\nallow-interfaces=lo\nuse-ipv4=yes\nuse-ipv6=no\n[publish]\npublish-workstation=no\n")
        Path("/run/avahi-daemon").mkdir(exist_ok=True)
        shutil.chown("/run/avahi-daemon", "avahi", "avahi")
        self._start("avahi", ["avahi-daemon", "-f", str(config), "--no-rlimits", "--no-chroot"])
        self._until(lambda: Path("/run/avahi-daemon/socket").exists(), "avahi")

    def _cupsd(self) -> None:
        etc = self._folder("cups")
        SPOOL.mkdir(exist_ok=True)
        shutil.chown(SPOOL, "root", "lp")
        SPOOL.chmod(0o710)
        (SPOOL / "tmp").mkdir(exist_ok=True)
        shutil.chown(SPOOL / "tmp", "root", "lp")
        (SPOOL / "tmp").chmod(0o1770)
        (etc / "cupsd.conf").write_text(
            f"Listen 127.0.0.1:{CUPSD_PORT}\nBrowsing Off\nWebInterface No\nDefaultAuthType None\nLogLevel warn\n"
            "PreserveJobFiles No\nPreserveJobHistory Yes\nMaxJobTime 0\nJobRetryInterval 5\nErrorPolicy abort-job\nDirtyCleanInterval 1\n"
            f"<Location />\n{ALLOW}</Location>\n<Location /admin>\n{ALLOW}</Location>\n"
            f"<Policy default>\n<Limit All>\n{ALLOW}</Limit>\n</Policy>\n"
        )
        (etc / "cups-files.conf").write_text(
            f"ServerRoot {etc}\nRequestRoot {SPOOL}\nTempDir {SPOOL / 'tmp'}\n"
            f"CacheDir {self._folder('cache')}\nStateDir {self._folder('state')}\n"
            f"ErrorLog {self.room / 'cups-error.log'}\nAccessLog {self.room / 'cups-access.log'}\nPageLog {self.room / 'cups-page.log'}\n"
            "User lp\nGroup lp\nSystemGroup root lpadmin\n"
        )
        self._start("cupsd", ["cupsd", "-f", "-c", str(etc / "cupsd.conf"), "-s", str(etc / "cups-files.conf")])
        self._until(lambda: answers(CUPSD_PORT), f"cupsd on port {CUPSD_PORT}")

    def _queue(self, name: str) -> None:
        argv = ["lpadmin", "-p", QUEUES[name], "-E", "-v", f"ipp://localhost:{PORTS[name]}/ipp/print", "-m", "everywhere",
                "-o", "printer-error-policy=abort-job"]
        here = {**os.environ, "CUPS_SERVER": f"127.0.0.1:{CUPSD_PORT}"}
        done = subprocess.run(argv, env=here, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"queue {QUEUES[name]}: {done.stderr.strip()}")

    def _folder(self, name: str) -> Path:
        folder = self.room / name
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        return folder

    def _start(self, name: str, argv: list[str]) -> None:
        log = (self.room / f"{name}.log").open("ab")
        self._running[name] = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        log.close()

    def _end(self, name: str, how: signal.Signals) -> None:
        process = self._running.pop(name)
        if process.poll() is None:
            os.killpg(process.pid, how)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _until(self, ready: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + PATIENCE_S
        while not ready():
            if time.monotonic() > until:
                ended = {name: process.returncode for name, process in self._running.items() if process.poll() is not None}
                raise RuntimeError(f"{what} did not start within {PATIENCE_S:.0f} s (ended: {ended or 'none'}); logs in {self.room}")
            time.sleep(0.05)


def answers(port: int) -> bool:
    """Whether somebody accepts connections at this loopback port."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
