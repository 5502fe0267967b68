"""What runs in the child process that looks at one stranger's file; it imports nothing of the site but codes."""
