"""Checks data against the JSON Schemas, and explains what breaks them: of profiles and of the settings of styles."""
