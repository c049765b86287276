"""The commands of the program `byline`, a file for each concern."""
