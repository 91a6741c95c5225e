# the tests of this folder: scripts += support/name.test
