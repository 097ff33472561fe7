"""Loading fixture files in the browser: checked first, then loaded, all or nothing."""
