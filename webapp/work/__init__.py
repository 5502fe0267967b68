"""What waits for officers: queue items over all slices, internal notes, the activity of a subject, and saved views."""
