-- The messages of a gateway with these MIDs, all generations.
SELECT mid, generation, icid, injection_generation, sender, subject, size, policy, status,
    status_detail, tls_received, received_protocol, tls_delivered, relation, recipients,
    coalesce(verdicts, []) AS verdicts, first_line, last_line, stamp
FROM messages
LEFT JOIN (
    FROM message_verdicts WHERE mid IN (SELECT unnest($ids))
) USING (gateway, mid, generation)
WHERE mid IN (SELECT unnest($ids))
    AND list_contains($gateways, gateway);
