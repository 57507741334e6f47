-- The attempts to deliver messages of a gateway with these MIDs, all generations.
SELECT mid, generation, rid, dcid, delivery_generation, line, last_line, outcome, done_line
FROM attempts
WHERE mid IN (SELECT unnest($ids))
    AND list_contains($gateways, gateway)
ORDER BY line;
