"""Every screen the counter can show, recorded from the real engine, and the rules that all of them keep.

``python -m rehearsal.looks record`` walks every room and every flow and writes ``inventory.json``; ``… check`` looks at every
screen in every language, text size and arrangement (docs/adr/0013-looks.md).
"""
