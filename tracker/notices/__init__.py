"""What somebody is told of inside the program: once for each cause, unread until they say otherwise."""
