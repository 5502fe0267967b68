"""The places of the schemes: Safe Places and Unity Promise venues, their directory, map and checks."""
