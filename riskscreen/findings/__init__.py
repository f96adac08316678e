"""What people read about a verdict: the values behind it, its sentence, what is missing, what is withheld."""
