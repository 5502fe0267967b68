"""What a listed place shows of its schemes: a poster, a card for staff, a badge for its own site."""
