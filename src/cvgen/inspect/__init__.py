"""Any PDF as other programs read it, and the words of a job description."""
