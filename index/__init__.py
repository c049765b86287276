"""The library of articles: reading, cleaning, splitting, searching and keeping them."""
