"""Data that benches run against."""
