"""Question answering: retrieval, chat models, grounding checks, and the faces."""
