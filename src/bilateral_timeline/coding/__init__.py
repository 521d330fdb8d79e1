"""Coding: what events are on the scales of the field, and what they add up to."""
