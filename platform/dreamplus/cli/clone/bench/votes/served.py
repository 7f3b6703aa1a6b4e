"""`dreamplus serve` with one more address: an empty answer behind the full middleware."""

from __future__ import annotations

import sys

from django.conf import settings

from dreamplus.cli.main import choose_settings, parser


def main() -> int:
    choose_settings()
    settings.ROOT_URLCONF = "dreamplus.cli.clone.bench.urls"
    from dreamplus.cli import serve

    return serve.run(parser().parse_args(["serve", *sys.argv[1:]]))


if __name__ == "__main__":
    sys.exit(main())
