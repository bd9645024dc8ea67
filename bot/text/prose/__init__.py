"""What is its text? Markup, furniture, sentences, dates and addresses."""
