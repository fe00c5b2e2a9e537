"""The stage: the one widget, its fingers and keys, how a whole screen is laid out and painted."""
