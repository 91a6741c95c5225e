# What keeps the house as it was designed.
scripts += floors.test
scripts += headers.test
scripts += pc.test
scripts += man.test
scripts += locale.test
EXTRA_DIST += python.sh symbols.test bindings.test swig.test
