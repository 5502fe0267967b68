"""Reviews: deaths by domestic abuse looked into, so that others are safer; published with care, or not at all."""
