"""The machine the citizen touches."""

SOFTWARE = "0.1.0"
"""Version told to the bureau with every hello."""
