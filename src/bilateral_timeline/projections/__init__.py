"""Projections: what a state is. Folds, reducers, compositions of them, and paths into states."""
