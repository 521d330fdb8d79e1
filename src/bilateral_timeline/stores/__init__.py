"""Stores: where a log is kept so that it outlives the process."""
