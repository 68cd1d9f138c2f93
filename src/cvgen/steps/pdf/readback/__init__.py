"""Reads a finished PDF as other programs do, and compares what they read with the document."""
