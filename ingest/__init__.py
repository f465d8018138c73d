"""From a file to the facts it states: reading, splitting, extracting."""
