"""Jurisdictions, memberships on a date, authorities, contact points, posts, engagements."""
