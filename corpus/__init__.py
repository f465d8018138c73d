"""The model of council documents, the archive that keeps them, and Swedish as data."""
