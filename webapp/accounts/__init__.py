"""Officers: who they are, what they may do, how they sign in, and the sessions that they hold."""
