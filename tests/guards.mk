# What keeps the house as it was designed.
scripts += floors.test
