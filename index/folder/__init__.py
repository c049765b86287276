"""A library folder on disk: its generations, lock, check, rebuild and export."""
