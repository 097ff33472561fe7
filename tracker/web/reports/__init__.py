"""Pages of reports, of what is published of them, and of evaluator packs."""
