"""Fitting: the weights of search that are data, made from the development questions."""
