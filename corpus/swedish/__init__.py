"""Swedish as data: tables of rules, lexicons, and the trained pipeline."""
