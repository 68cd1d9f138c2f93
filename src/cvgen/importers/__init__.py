"""First profiles: from files in other formats (``table.py``), and from nothing but a name (``starter.py``).

The modules of the formats see plain data alone and know nothing of the steps: step 2 asks their table whether a file
that is no valid profile is of another format.
"""
