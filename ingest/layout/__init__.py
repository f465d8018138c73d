"""What a reader sees on the pages: lines in reading order, passages of them, blocks."""
