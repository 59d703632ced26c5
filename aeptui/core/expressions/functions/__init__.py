"""The functions of the language, one module a category, imported when first used."""
