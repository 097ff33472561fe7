"""Invents requests for demonstrations and benchmarks: the same seed, people and day give the same requests.

It stands in ``loading`` because it does what a file of cases does: it fills casework through its services, from above.
"""
