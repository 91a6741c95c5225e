# the tests of this folder: scripts += golden/name.test
