"""Trains the Swedish pipeline that the project ships."""
