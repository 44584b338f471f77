"""Table checks: identities, codes, completeness, into findings."""
