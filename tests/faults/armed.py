"""Imported by the workers of these tests: from here on their processes can be told where to die."""

from tests.faults.dying import arm

arm()
