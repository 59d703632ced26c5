"""What stands above the single parts of the document: the lint rules that look at several of them."""
