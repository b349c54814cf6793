"""THE HAND: plan, approvals, erase, verify, certificate, tombstones. Empty until approved batches can be erased."""
