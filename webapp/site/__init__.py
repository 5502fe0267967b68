"""The pages that belong to no one subject: home, help now, what a public site must say, and what programs ask for."""
