"""Intake: files to projects or rejects."""
