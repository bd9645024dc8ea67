"""What do we print of it? Sentences, responses, summaries."""
