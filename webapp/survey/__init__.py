"""The survey of concerns about anti-social behaviour: what people tell us, counted without anybody standing out."""
