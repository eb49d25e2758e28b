"""Parts of `benches.turntaking`."""
