"""For analysts: any count by any other, hot spots, and partners' figures beside them."""
