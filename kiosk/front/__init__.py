"""What stands before a service begins, and beside it: attract, menu, search, what to bring, priority, help."""
