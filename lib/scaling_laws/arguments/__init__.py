"""One room per chapter: its numbers, figures, explorables and verdicts."""
