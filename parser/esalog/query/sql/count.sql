-- How many records of a kind there are.
SELECT count(*) FROM {kind}
