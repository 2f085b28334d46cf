"""How search grows with the library: ``python -m eval.benchmarks``."""
