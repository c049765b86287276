"""The command `byline`: arguments, terminal output, checks of the installation."""
