"""Fetches model weights and runs them: llama.cpp for text, faster-whisper for speech."""
