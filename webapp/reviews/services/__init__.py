"""What can be done with reviews, one module for each noun."""
