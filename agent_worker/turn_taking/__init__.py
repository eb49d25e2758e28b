"""Who has the floor: when an answer is over, and what a voice does to what is being said."""
