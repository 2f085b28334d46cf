"""Phrasing: the chat model puts the evidence into sentences, each with the numbers it rests on."""
