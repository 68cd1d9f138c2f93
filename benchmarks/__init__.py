"""Measures cvgen against its engines alone and against its peers: ``python -m benchmarks``."""
