"""One thing done with many requests at once, each under all the rules of one."""
