# the tests of this folder: scripts += real/name.test
