"""What evaluators ask for, as one document out of the reports, put together once and kept for its reader."""
