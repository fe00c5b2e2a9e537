"""Slips of the hand in flow files, each with the line at which it must be told. Known by how the file was broken, never by the answer."""
