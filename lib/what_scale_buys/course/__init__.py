"""The course: problems whose numbers differ for every student, and what is made of them for a class."""
