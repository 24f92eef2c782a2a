"""Reports written from the known truth of a subject, and read back as claims."""
