"""Measurements, each run against real processes on loopback. `make bench` runs them all."""
