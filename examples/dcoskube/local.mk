# the command-line program
