"""Packs: a directory of flows as one compiled file, published under two signatures, staged to groups of counters, taken back.

The design is The Update Framework (python-tuf); nothing about keys, versions and expiry is our own. The rules:

* A pack directory has ``metadata/`` and ``targets/groups/<group>/<sha256>.catalogue.json``. Two owners sign what a group gets
  (threshold 2 of ``root`` and ``targets``); the publisher's one key signs only that this is the newest (``snapshot``, ``timestamp``).
* What is altered, older, half-written, expired or signed by too few is refused in words that name the file and what to do.
* What was taken is kept with its hash (:mod:`catalogue.pack.shelf`); whatever is refused, the last good one serves on.
* Publishing (:mod:`catalogue.pack.repository`) never changes a file but ``timestamp.json``, and that last: who copies meanwhile
  gets the old state or the new one.

Start reading at :mod:`catalogue.pack.load`. This file imports nothing, since the screen comes by here to read its settings.
"""
