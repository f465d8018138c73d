"""Which document a page is of, and which agenda item a line is of."""
