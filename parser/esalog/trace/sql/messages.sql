-- The messages of a gateway with these MIDs, all generations.
WITH listed AS (
    -- Bounds let the view skip what it would else make of all messages.
    SELECT gateway, mid, generation, recipients
    FROM message_recipients
    WHERE mid BETWEEN list_min($ids) AND list_max($ids) AND list_contains($ids, mid)
)
SELECT mid, generation, icid, injection_generation, sender, subject, size, policy, status,
    status_detail, tls_received, received_protocol, tls_delivered, relation,
    coalesce(recipients, []) AS recipients, first_line, last_line, stamp
FROM messages
LEFT JOIN listed USING (gateway, mid, generation)
WHERE list_contains($ids, mid) AND list_contains($gateways, gateway);
