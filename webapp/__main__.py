"""`python -m webapp`: the commands, also where faults keep the app from starting."""

import signal

from webapp.commands import cli

# Ctrl-C ends a command at once, and what builds for it: an exception would wait for that first.
signal.signal(signal.SIGINT, signal.SIG_DFL)
cli()
