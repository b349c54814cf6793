"""One lint a file: ``KIND``, ``LAW`` and ``find``; a file is found by being in this folder."""
