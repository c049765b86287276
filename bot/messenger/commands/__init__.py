"""Handles what people send and press: commands, buttons, uploads, voice, inline queries."""
