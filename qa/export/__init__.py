"""Files that people take away: where they are written, and how an official document looks."""
