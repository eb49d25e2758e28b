"""What the agent does beside talking, one behaviour a module."""
