"""Measurements: each module prints a ratio or a distribution; none of them is a test."""
