"""What the partnership set out to do, how it is measured, what is done, and where people are asked."""
