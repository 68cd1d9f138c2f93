"""Inspects any PDF as other programs read it, and compares a CV with the words of a job description."""
