"""Where postings are found, one kind of place a module."""
