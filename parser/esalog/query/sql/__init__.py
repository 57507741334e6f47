"""The statements of the questions."""

from esalog.sql import statements_in

statement = statements_in(__name__)
