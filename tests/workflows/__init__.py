"""Tests of what decides: no database, no clock."""
