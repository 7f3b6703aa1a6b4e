"""Reads. The number of queries depends neither on the processes nor on the kinds of activity."""
