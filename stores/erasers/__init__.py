"""How each medium or vendor erases, one a file, named as in ``erase: {by: NAME}`` of a store's binding.

What belongs here: nothing but the modules; ``stores.erasing`` says what one must offer. There is no list of them.
"""
