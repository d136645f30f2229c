"""The larger tables of words, one for each module of rules: English lines, then Chinese lines of each concept."""
