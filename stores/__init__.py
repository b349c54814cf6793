"""THE SYSTEMS: stores, their maps and connectors, the warehouse they land in. Knows ``rules``' vocabulary only."""
