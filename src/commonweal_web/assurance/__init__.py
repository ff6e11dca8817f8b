"""Assurance: recipients confirm, questions are asked and answered, somebody independent verifies."""
