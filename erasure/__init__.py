"""THE HAND: plan, approvals, erase, verify, certificate, tombstones. Empty until the erasure of approved batches is built."""
