"""Vandals: a whole counter under random hands, and somebody who watches that only the counter ever shows (docs/adr/0018-vandals.md)."""
