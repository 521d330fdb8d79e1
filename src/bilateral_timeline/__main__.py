"""`python -m bilateral_timeline` is the command line."""

import sys

from .cli.verbs import main

sys.exit(main())
