"""Where a profile comes from that nobody has written yet."""
