"""What can be done in joining: a module for each noun, a verb for each use case, one transaction each."""
