"""Puts the TeX engine and the files that it reads in place, and says what is there."""
