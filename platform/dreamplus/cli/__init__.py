"""The `dreamplus` command."""
