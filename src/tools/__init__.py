"""Commands for those who develop cvgen; no part of the package."""
