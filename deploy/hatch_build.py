"""Compiles the translations when a wheel is built, so that an installed instance needs no writable code folder."""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTranslations(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        translations = runpy.run_path(str(root / "platform" / "dreamplus" / "cli" / "translations.py"))
        translations["compile_all"](root)
