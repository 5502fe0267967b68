"""What the law and the partnership's procedure make of a case: pure, no database, no words for people."""
