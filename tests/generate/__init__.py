"""Invented meeting documents, made together with the record of what they say."""
