# What keeps the house as it was designed.
scripts += floors.test
scripts += headers.test
scripts += pc.test
EXTRA_DIST += symbols.test bindings.test
