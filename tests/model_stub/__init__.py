"""A language model for tests: it answers the contract truthfully, or fails in a way that the test chose."""
