"""Where things are: postcodes, neighbourhoods, boundaries and cells of the partnership's area."""
