"""Reviews and their classifier."""
