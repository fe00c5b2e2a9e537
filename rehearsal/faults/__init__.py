"""Visits in which something fails: one fault of a device, of the line or of a process, at a moment drawn anew for each."""
