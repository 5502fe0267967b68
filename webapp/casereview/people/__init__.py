"""The people of a case: who they are, what they may see, how they come back, what is written to and fro."""
