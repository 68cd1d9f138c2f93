"""Many documents: on all cores, and only those that have changed."""
