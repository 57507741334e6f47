-- What stands in a column of a kind of record, one row a record.
SELECT {column} AS value FROM {rows}
