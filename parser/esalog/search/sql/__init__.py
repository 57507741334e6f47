"""The statements of the search."""

from esalog.sql import statements_in

statement = statements_in(__name__)
