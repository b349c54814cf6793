"""THE DESK: the compliance officer's web application. Empty until it is built; the static report is in ``assets/report``."""
