"""Which words of a job description a CV has, and which it has not: counted, not judged."""
