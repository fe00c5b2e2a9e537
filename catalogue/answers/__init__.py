"""What answers look like: written words, plates, doors. Pure rules, the same at both ends."""
