"""Fills in from the text of a PDF what a résumé parser would: lines, then sections, then the fields of each."""
