"""``python -m moe_nb`` is ``moe-nb``."""

from moe_nb.cli.main import main

main()
