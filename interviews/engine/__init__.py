"""The interview engine: pure functions over a plan, a state and events; no I/O and no clock of its own."""
