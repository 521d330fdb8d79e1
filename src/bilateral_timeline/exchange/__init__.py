"""Formats and data sets of others, in and out."""
