"""The proof of consent: a hostile technician, server and clock against the rules, judged by an account of its own."""
