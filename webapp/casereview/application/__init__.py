"""The application form, the eligibility helper, and the blank form on paper."""
