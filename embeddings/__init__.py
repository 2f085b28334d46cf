"""Sentence encoders, the bundled sentence model, the FAISS index and the vector cache."""
