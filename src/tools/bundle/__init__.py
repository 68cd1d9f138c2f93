"""Records which TeX files and fonts the engine reads, and writes the list of them that cvgen has in its package.

Tectonic typesets documents with everything that cvgen can ask for, and may use every file of Debian's packages. It gets
each file by name from a server in this process, which records what the format, the documents and the PDF driver open.
"""
