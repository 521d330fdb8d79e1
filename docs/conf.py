"""Sphinx: the pages of this folder, the reference from the docstrings."""

project = "bilateral_timeline"
author = "The bilateral_timeline contributors"
copyright = "2026, the bilateral_timeline contributors"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
default_role = "code"
html_theme = "furo"
html_title = project
exclude_patterns = ["_build"]
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
smartquotes = False  # what is to be typed, such as --json, stays as it is
myst_heading_anchors = 2
