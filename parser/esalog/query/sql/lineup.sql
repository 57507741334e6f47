-- All records of one kind in any order, and which of them tell of failures or are worth a look.
SELECT rowid, {kind}.gateway, {kind}.{id} AS id, {kind}.generation, {kind}.first_line,
    coalesce({failing}, false) AS failing, coalesce({warning}, false) AS warning
FROM {kind}
