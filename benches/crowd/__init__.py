"""Many candidates at once, and another agent: parts of `benches.capacity` and `benches.storm`."""
