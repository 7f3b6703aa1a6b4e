"""What people see of secret votes."""
