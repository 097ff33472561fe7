"""From rows and snapshots to the plain values that templates print."""
