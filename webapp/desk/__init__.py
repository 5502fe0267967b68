"""The officers' front room: who may come in, what waits for them, and how the service itself is doing."""
