"""Fixture files: checked, loaded."""
