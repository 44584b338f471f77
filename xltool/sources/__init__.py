"""Workbooks, tidy tables and narratives as they come, read into a Book."""
