"""Who says what? Quotations, statements, figures and their speakers."""
