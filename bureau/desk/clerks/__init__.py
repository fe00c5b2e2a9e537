"""The clerks' side of the desk: sign-in, pages, decisions; and the public check page."""
