"""From a question to a checked answer: evidence, prompt, model, claims with citations."""
