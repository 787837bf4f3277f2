"""The problems, one module a chapter; each is declared once and everything else is computed from it."""
