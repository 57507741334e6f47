-- The attempt that settled each recipient, with the state of its delivery connection.
-- reads: made_attempts, deliveries, connection_resets
-- makes: made_delivered
-- key:   gateway, dcid
WITH settled AS (
    SELECT gateway, mid, generation, rid,
        count(*) AS attempts,
        coalesce(arg_min(dcid, done_line), arg_max(dcid, line)) AS dcid,
        coalesce(arg_min(line, done_line), arg_max(line, line)) AS attempt_line,
        bool_or(done_line IS NOT NULL) AS is_delivered,
        arg_max_null(outcome, line) AS last_outcome
    FROM made_attempts
    GROUP BY ALL
)
SELECT settled.*,
    deliveries.generation AS delivery_generation,
    CASE WHEN tls <> 'failed' OR NOT is_delivered THEN tls
        WHEN has_opened THEN 'none'
        ELSE 'unknown' END AS tls,
    tls_protocol, tls_cipher, tls_reason
FROM settled
LEFT JOIN connection_resets AS resets
    ON resets.kind = 'delivery' AND resets.gateway = settled.gateway AND resets.id = settled.dcid
JOIN deliveries
    ON deliveries.gateway = settled.gateway AND deliveries.dcid = settled.dcid
    AND deliveries.generation = generation(resets.from_lines, settled.attempt_line);
