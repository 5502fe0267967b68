"""What officers are asked about joining."""
