-- How each recipient was delivered, by the delivery connection of the attempt that settled it.
-- reads: made_settled, deliveries
-- makes: made_delivered
-- key:   gateway, dcid
SELECT settled.*,
    CASE WHEN tls <> 'failed' OR NOT is_delivered THEN tls
        WHEN has_opened THEN 'none'
        ELSE 'unknown' END AS tls,
    tls_protocol, tls_cipher, tls_reason
FROM made_settled AS settled
JOIN deliveries
    ON deliveries.gateway = settled.gateway AND deliveries.dcid = settled.dcid
    AND deliveries.generation = settled.delivery_generation;
