"""Calls the six steps for one document or several, and puts the files in place."""
