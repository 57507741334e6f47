-- The records with this id, of one gateway and generation or of all: gateway, id, generation, and the
-- first line with its time.
SELECT name, {id}, generation, first_line, stamp
FROM {table} JOIN gateways ON gateways.number = {table}.gateway
WHERE {id} = $id
    AND name = coalesce($gateway, name) AND generation = coalesce($generation, generation)
ORDER BY first_line;
