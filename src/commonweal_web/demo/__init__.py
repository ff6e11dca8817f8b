"""The demonstration: a made-up partnership in a real place, recorded by the same actions that people take."""
