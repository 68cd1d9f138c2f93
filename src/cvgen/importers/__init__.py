"""Recognises files of other tools (``table.py``), and writes a first profile (``starter.py``).

A module for a format gets plain data, and knows nothing of the steps: step 2 asks the table whether a file that is not
a valid profile is in another format, and tells the user. Nothing is imported yet.
"""
