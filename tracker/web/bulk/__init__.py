"""One thing done with many requests: chosen in a list, rehearsed, done."""
