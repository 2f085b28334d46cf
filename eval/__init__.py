"""Question sets, metrics, batch runs and benchmarks."""
