"""Data that ships with cvgen."""
