"""The page of people with five words: their case, letters, messages, and what they can do."""
