"""What moderation decides by rule, in plain Python."""
