"""Fill, recompute and check the published final accounts (决算公开) of a budget unit."""
