"""Decides: channels, instruments and deadlines of mutual legal assistance as pure Python.

No Django, no input or output, no clock: everything that a decision needs is an argument.
"""
