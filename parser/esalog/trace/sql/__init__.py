"""What a trace asks the records of a log."""

from esalog.sql import statements_in

statement = statements_in(__name__)
