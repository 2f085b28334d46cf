"""Evidence packs: an answer, a lookup or a comparison as a file with all its sources."""
