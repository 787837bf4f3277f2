"""The law engine: any formula, its exact derivatives, a certified minimum, and intervals on everything."""
