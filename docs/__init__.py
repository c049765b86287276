"""Makes the documentation: generated pages, the recorded trace, pictures of conversations."""
