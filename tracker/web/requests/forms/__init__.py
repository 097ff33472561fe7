"""Forms: what is typed, checked field by field before a service decides."""
