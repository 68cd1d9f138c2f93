"""Counts the words of a job description that a CV has, and those that it lacks, without judging."""
