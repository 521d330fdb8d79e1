"""Records: what is stored. Values, fields, kinds, events, and the plain data they become."""
