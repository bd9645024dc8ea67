"""How do outlets differ? Figures and quotations held against each other, copies and changes."""
