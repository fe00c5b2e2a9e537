"""What expressions reckon with: the tables of a day, and the kinds of things."""
