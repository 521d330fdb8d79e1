"""Files: the folder of a chronicle, the works cited, JSON Lines, and the schema for editors."""
