"""The bilateral domain: one file for each facet of a relationship."""
