people-code-taken = This code is taken; choose another.
