"""What cvgen needs of the operating system, each thing once: files, locks, temporary folders, processes, fonts."""
