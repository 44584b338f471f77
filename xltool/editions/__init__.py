"""The forms (版式): tables, identities and official workbooks as data."""
