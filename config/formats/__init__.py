"""How dates and times read, for every page."""
