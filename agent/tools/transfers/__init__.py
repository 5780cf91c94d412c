"""Files brought and taken over bulk: each item checked, resumed after a cut, and nothing partial under a final name."""
