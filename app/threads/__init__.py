"""Conversations: the turns are generations, the thread is what holds them together."""
