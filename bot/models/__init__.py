"""Model weights and the programs that run them."""
