# the tests of this folder: scripts += scenario/name.test
