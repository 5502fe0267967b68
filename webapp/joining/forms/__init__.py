"""The pages of an application, one form each; what belongs to a place is asked once and can count for all of them."""
