"""Renders many documents: in several processes, and only those that have changed."""
