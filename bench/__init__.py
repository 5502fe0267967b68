"""Benchmarks: each prints a ratio and its own baseline, measured in the same run."""
