"""Topics: what worries people, the signs, what to do now, who can refer to whom, and what happens then."""
