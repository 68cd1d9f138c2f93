"""Measures how fast cvgen is, beside its engines alone and its peers: ``python -m benchmarks``."""
