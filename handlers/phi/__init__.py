"""The scanner: what in a text could identify a patient, and why. Pure functions; nothing is fetched or kept.

It assists people. That it finds nothing never means that a text is safe."""
