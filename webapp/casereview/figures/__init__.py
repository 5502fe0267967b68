"""The four yearly figures: counted, frozen, published."""
