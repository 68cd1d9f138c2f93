"""Records which TeX files and fonts the engine reads, and writes the list of them that cvgen carries.

Tectonic typesets all that cvgen can ask of it, with every file of Debian's packages at hand. It gets each by its name
from a server in this process, which so learns what the formats, the documents and the PDF driver open.
"""
