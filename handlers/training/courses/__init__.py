"""Courses: Markdown files that owners write, read into plain data with every mistake explained by line."""
