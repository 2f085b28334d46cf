"""What the page says in the language of its reader: Chinese, or English by one catalogue."""
