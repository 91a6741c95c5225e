# What keeps the house as it was designed.
scripts += floors.test
scripts += headers.test
scripts += pc.test
scripts += man.test
scripts += locale.test
scripts += symbols.test
scripts += bindings.test
scripts += swig.test
EXTRA_DIST += python.sh
scripts += readme.test
