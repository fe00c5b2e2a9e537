"""One file per kind of step: its rule and its ``run(step, visit)``.

A run returns when the citizen may go on, raises ``Back`` to go one step back, ``Over`` to end.
"""
