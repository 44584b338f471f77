"""The workbook as a package of parts: read it, and apply a Patch without touching the rest."""
