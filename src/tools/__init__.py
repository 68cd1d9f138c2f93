"""Commands for developers of cvgen; they are not part of the package."""
