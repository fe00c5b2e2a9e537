"""The ways in: the ID number, the citizen certificate, the ID card with a face."""
