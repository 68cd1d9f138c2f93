"""Reads a PDF with pdfium, pypdf, pdfminer.six and pikepdf, each in a process of its own."""
