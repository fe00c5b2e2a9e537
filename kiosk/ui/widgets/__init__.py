"""What screens are made of: marks (what is drawn), boxes (how it is laid out), and the parts of a counter's screen."""
