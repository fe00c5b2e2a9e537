"""What an engine keeps an eye on beside its citizen: power, the cabinet's door, lamps; and the sign of life that it gives itself."""
