-- The keys of records of one kind in their order, and which of them tell of failures.
SELECT {kind}.gateway, {kind}.{id} AS id, {kind}.generation,
    {failing} AS failing, {warning} AS warning
FROM {kind}
WHERE {condition}
ORDER BY {sort} {order} NULLS LAST, {kind}.first_line {order}, {kind}.{id} {order},
    {kind}.generation {order}
