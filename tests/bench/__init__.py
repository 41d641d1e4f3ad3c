"""Benchmarks: each module offers `rows()`, each row a figure beside a floor measured in the same run."""
