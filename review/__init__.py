"""THE DESK: the compliance officer's web application. Empty until it is built; the report is in ``assets/report``."""
