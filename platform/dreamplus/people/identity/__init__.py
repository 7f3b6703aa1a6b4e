"""FranceConnect for citizens, ProConnect for agents and elected officials: ways to open an account, nothing more."""
