"""The terminal app over `esalog`, and the command line that starts it."""

import os

# At its import numpy would start threads for linear algebra, of which there is none here.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
