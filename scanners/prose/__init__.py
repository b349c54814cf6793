"""What the sentences of a privacy notice say: periods, data, people, recipients, promises.

What belongs here: reading English prose by patterns, and names by the packaged model where it is asked. What becomes
of what was read - a clause, a warning - is decided above. Nothing here knows a rule of the library, or a store.
Only ``scanners.prose.entities`` loads spaCy, so that ``abide check`` reads a notice without it.
"""
