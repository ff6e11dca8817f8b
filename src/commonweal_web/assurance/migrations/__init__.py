"""Migrations of assurance."""
