"""First profiles: from files in other formats (``table.py``), and from nothing but a name (``starter.py``).

A module here makes plain data of plain data. It knows nothing of the steps, as step 2 asks the table whether a file that
is no profile is one of another format.
"""
