-- The rows of one kind that fit a condition.
SELECT {kind}.rowid FROM {rows} WHERE {condition}
