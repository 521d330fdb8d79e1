"""The facets of a relationship, one file each: its events, its entries, its questions."""
