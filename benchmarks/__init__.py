"""Benchmarks: each prints a table measured side by side in one run, and records it in ``benchmarks/results``."""
