"""One file for each thing a technician may ask for, beyond seeing and steering."""
