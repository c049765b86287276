"""What is asked: a message, the chat before it and the day, understood as one `Question`."""
