"""What people write to the partnership: messages and complaints about the use of personal data."""
