"""Totals and percentages rebuilt, as a Patch."""
