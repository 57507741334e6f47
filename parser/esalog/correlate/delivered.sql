-- How each recipient was delivered, by the delivery connection of the attempt that settled it.
-- reads: made_settled, deliveries, connection_resets
-- makes: made_delivered
-- key:   gateway, dcid
SELECT settled.*,
    deliveries.generation AS delivery_generation,
    CASE WHEN tls <> 'failed' OR NOT is_delivered THEN tls
        WHEN has_opened THEN 'none'
        ELSE 'unknown' END AS tls,
    tls_protocol, tls_cipher, tls_reason
FROM made_settled AS settled
LEFT JOIN connection_resets AS resets
    ON resets.kind = 'delivery' AND resets.gateway = settled.gateway AND resets.id = settled.dcid
JOIN deliveries
    ON deliveries.gateway = settled.gateway AND deliveries.dcid = settled.dcid
    AND deliveries.generation = generation(resets.from_lines, settled.attempt_line);
