# the sources of this folder
