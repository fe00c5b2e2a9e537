"""Octets that strangers may send, bent until something gives: every place where the product reads what it did not write itself.

``parsers`` names the places and what each may answer with, ``bending`` changes octets, ``corpus.json`` keeps one example of every way in
which one of them ended so far (``python -m rehearsal.untrusted gather``). The campaign is ``parsers``.
"""
