"""Answering: evidence is selected, the model phrases, the program checks and binds citations."""
