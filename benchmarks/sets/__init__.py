"""Sets of tables and texts that the scanners are measured on, each with its card."""
