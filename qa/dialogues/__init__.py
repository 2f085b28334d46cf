"""What users have asked and how they rated the answers, kept in one file beside the library."""
