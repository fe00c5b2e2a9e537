"""One file a row; its name, with hyphens, is the row's. Each has ``measure(rounds)`` that gives measurements."""
