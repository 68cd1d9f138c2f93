"""Files, folders, locks and processes of the operating system."""
