"""Share links: one thing that somebody made, shown to whoever has its address, and nothing else."""
