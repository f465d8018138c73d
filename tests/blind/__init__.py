"""Papers and their gold by writers who had seen no rule of the program, batch by batch.

Each batch was read once before anything was mended: that first figure is kept in `figures.toml`
and is the one that docs/accuracy.md leads with. Then the batch is a test like others.
"""
