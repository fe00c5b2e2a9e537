"""Long campaigns in two tiers: about one hundredth in ``./test``, the whole by ``make soak CAMPAIGN=…`` in slices that add up.

A campaign is a file under ``campaigns/`` that names a ``CAMPAIGN``; what was seen stands in ``docs/evidence/<campaign>.json``
(docs/adr/0015-soak-and-evidence.md).
"""
