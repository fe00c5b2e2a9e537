"""One campaign a file, by its name with underscores. What is heavy is imported inside its ``play``: a list of campaigns loads them all."""
