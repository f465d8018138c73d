"""From the sections of a document to its facts: one module a kind of fact."""
