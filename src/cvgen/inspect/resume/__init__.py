"""What a résumé parser fills in from the text of a PDF: lines, then sections, then the fields of each."""
