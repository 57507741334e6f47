-- Messages by their ids, for a list; rows are found by one narrow column and read afterwards.
SELECT gateway, mid, generation, stamp AS at, sender, split_part(addresses, chr(10), 1) AS to,
    recipient_count AS recipients, tls_received, received_protocol, tls_delivered,
    delivered_protocol, delivered_reason AS tls_reason,
    coalesce(list_contains(mixed_states, 'failed'), tls_delivered = 'failed', false) AS has_failed,
    status, status_detail, subject,
    size, icid, direction, parent, relation, first_line
FROM messages
WHERE rowid IN (SELECT rowid FROM messages WHERE list_contains(?::BIGINT[], mid))
