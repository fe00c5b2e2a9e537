#!/usr/bin/env bash
# Makes a checkout ready: Debian packages, build/venv with the hash-locked libraries, pictures for rehearsals.
# Idempotent; the second time it only looks. Called by ./run and ./test with the name of the lock to install.
set -euo pipefail
cd "$(dirname "$0")/.."
lock="provisioning/lock/$1.lock"
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
  echo "setup: '$1' needs root; run this once as root or install sudo" >&2; exit 1; fi; }

wanted=$(grep -v '^#' provisioning/lock/apt.txt | awk '{print $1}')
missing=$(for p in $wanted; do dpkg-query -W -f='${db:Status-Status}' "$p" 2>/dev/null | grep -qx installed || echo "$p"; done)
if [ -n "$missing" ]; then
  echo "setup: installing Debian packages: $(echo $missing)"
  as_root apt-get -qq update
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $missing >build-apt.log 2>&1 \
    || { tail -20 build-apt.log >&2; exit 1; }
  rm -f build-apt.log
fi

python=/usr/bin/python3
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "setup: Python 3.11 or newer is needed" >&2; exit 1; }
stamp="build/venv/.$1-$(cat "$lock" provisioning/lock/uv.lock | sha256sum | cut -c1-16)"
if [ ! -e "$stamp" ]; then
  echo "setup: installing the libraries of $lock (about a minute)"
  [ -x build/venv/bin/python ] || "$python" -m venv build/venv
  build/venv/bin/pip -q --disable-pip-version-check install --require-hashes -r provisioning/lock/uv.lock
  build/venv/bin/uv pip install -q --compile-bytecode --system-certs --python build/venv/bin/python --require-hashes --no-deps -r "$lock"
  touch "$stamp"
fi
build/venv/bin/python -m kiosk.ui.fonts
build/venv/bin/python -m rehearsal.photographs
# a machine whose tree is read-only would compile it at every start: a third of the time until attract
build/venv/bin/python -m compileall -q bureau catalogue hardware kiosk wire
