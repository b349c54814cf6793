"""Records of processing activities from notice and stores, as a page and in the forms that other systems read."""
