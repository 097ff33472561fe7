"""Reports as JSON, CSV, XLSX and PDF."""
