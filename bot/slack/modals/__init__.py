"""Forms: plain functions from our data to views, and back from what was filled in."""
