"""What every part of the platform stands on: events, facts that never change, and the scope of who asks."""
