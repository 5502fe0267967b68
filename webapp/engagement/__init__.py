"""What people told us: figures that identify nobody, and an answer to those who spoke."""
