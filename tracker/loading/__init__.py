"""Loads fixtures: dated, sourced tables with natural keys, checked as a whole, all or nothing."""
