"""Procedure, service, stage and period: decided where they are stated, inherited by the numbers below."""
