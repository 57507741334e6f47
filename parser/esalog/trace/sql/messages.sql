-- The messages of a gateway with these MIDs, all generations.
SELECT mid, generation, icid, injection_generation, sender, subject, size, policy, status,
    status_detail, tls_received, received_protocol, tls_delivered, relation, recipients,
    first_line, last_line, stamp
FROM messages
WHERE list_contains($ids, mid) AND list_contains($gateways, gateway);
