"""A process of its own that outlives the agent by a moment: it releases what the technician held down, ends the agent's
windows and removes its private folder when the agent dies without a word, and ends an agent that does not act on Stop.

It reads two pipes and the keyboard's panic keys, writes nothing and listens on nothing. It decides nothing while the
agent lives and moves.
"""
