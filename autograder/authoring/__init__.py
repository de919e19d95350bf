"""Text and solutions in, notebooks and expected arrays out."""
