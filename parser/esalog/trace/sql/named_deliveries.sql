-- The deliveries with this DCID, of one gateway and generation or of all: gateway, id, generation,
-- and its first line with its time.
SELECT name, dcid, generation, first_line, stamp
FROM deliveries JOIN gateways ON gateways.number = deliveries.gateway
WHERE dcid = $id
    AND name = coalesce($gateway, name) AND generation = coalesce($generation, generation)
ORDER BY first_line;
