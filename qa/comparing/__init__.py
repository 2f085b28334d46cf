"""Targets side by side: what places set for one indicator, year by year, each with its clause."""
