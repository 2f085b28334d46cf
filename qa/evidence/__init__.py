"""Evidence: the sentences of ranked passages that bear on a question."""
