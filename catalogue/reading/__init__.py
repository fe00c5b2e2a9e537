"""What is read before anything is understood: the octets of a file, and lines that are no TOML."""
