"""Opens a library folder, switches between its generations, checks, exports and rebuilds it."""
