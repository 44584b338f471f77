"""Files that the offline kit takes over as they are, but for @PYTHON@ and the like."""
