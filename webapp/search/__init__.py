"""Search: one index over everything public, whatever slice it comes from; words, ranking and spelling are our own."""
