"""Formats of others: what a timeline or a log says, for the tools that people use."""
