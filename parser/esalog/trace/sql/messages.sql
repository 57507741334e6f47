-- The messages of a gateway with these MIDs, all generations.
WITH listed AS (
    -- Bounds let the scan skip most of them.
    SELECT gateway, mid, generation,
        list_sort(list({rid: rid, address: address, status: status, tls: tls, dcid: dcid,
            delivery_generation: delivery_generation, tls_protocol: tls_protocol,
            tls_reason: tls_reason, attempts: attempts})) AS recipients
    FROM recipients
    WHERE mid BETWEEN list_min($ids) AND list_max($ids) AND list_contains($ids, mid)
    GROUP BY ALL
)
SELECT mid, generation, icid, injection_generation, sender, subject, size, policy, status,
    status_detail, tls_received, received_protocol, tls_delivered, relation,
    coalesce(recipients, []) AS recipients, first_line, last_line, stamp
FROM messages
LEFT JOIN listed USING (gateway, mid, generation)
WHERE list_contains($ids, mid) AND list_contains($gateways, gateway);
