"""Views: permission, form, service, answer."""
