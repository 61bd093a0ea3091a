"""`python -m huzma`."""

import sys

from huzma.cli import main

sys.exit(main())
