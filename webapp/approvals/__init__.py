"""Four eyes: what one officer asks for, another one approves, for exactly the content that was asked about."""
