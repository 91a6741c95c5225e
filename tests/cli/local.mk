# the tests of this folder: scripts += cli/name.test
