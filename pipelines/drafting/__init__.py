"""``abide init --from``: bindings drafted from what a database or a folder of exports really holds."""
