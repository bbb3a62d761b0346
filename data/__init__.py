"""The files that come with the course, inside the package as `w2v_helpers.data`: see README.md beside this file."""
