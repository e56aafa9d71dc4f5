"""`python -m webapp`: the commands, also where faults keep the app from starting."""

from webapp.commands import cli

cli()
