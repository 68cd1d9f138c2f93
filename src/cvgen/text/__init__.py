"""Texts: their inline markup, their dates, their language, their scripts and their direction."""
