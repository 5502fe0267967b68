"""Letters of a case: texts, facts, rules of language and way, sending."""
