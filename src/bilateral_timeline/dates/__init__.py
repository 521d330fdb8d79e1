"""Dates: EDTF text, its bounds, and three-valued comparison."""
