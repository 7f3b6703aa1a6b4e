"""What `./dream` does once its environment is there. Each command is a module with `run(words) -> exit status`."""
