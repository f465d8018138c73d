"""The run over files: walk, read in child processes, store."""
