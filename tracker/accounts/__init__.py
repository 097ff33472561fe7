"""Who works here: users, offices, memberships, deputies and the log of changes to them."""
