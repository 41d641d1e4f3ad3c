"""Providers on this machine: real servers that keep what they are sent, with faults to switch on."""
