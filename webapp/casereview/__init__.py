"""The ASB case review (Community Trigger): from the first worry to the published figures."""
