"""What evaluators ask for, as one document out of the reports; reads only."""
