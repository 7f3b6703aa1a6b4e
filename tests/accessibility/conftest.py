from tests.browser import chromium, demonstration, open_page

__all__ = ["chromium", "demonstration", "open_page"]
