"""Where results land: the highlighted workbook, the report, the published form."""
