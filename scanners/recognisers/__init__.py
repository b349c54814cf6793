"""One recogniser a file; a new file here is a new recogniser, with no list to add it to.

A file holds:

- `CATEGORY`: the key of `rules.categories` it finds.
- `FOUND`: pairs of a text and the words in it that must be found.
- `LEFT`: texts in which nothing may be found: homonyms, denials, look-alikes.
- `recogniser()`: the Presidio recogniser, named after the file.
- `UNDER` (optional): triples of a column name, a value and the words found in the value because of that name.
- `COLUMN` (optional): `"shape"` if a column whose values nearly all have this shape is of the category whatever it is
  called, `"header"` if its name must say so too. Without it, only cells are found, never whole columns.
- `NEEDS` (optional): a cheap pattern that any text in which it finds something matches, such as a digit.

The tests run every file's examples. `about` and `stated_or_implied` come from `scanners.terms`.
"""
