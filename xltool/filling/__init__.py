"""From a Book to the bytes of the official workbook."""
