-- The newest messages between two lines whose Message-ID fits, with the connections of each.
WITH newest AS (
    SELECT message_id, last_line, gateway, mid, generation, icid, injection_generation, recipients
    FROM messages
    WHERE last_line BETWEEN ? AND ? AND message_id IS NOT NULL AND {fits}
    ORDER BY last_line DESC
    LIMIT ?
)
SELECT message_id, last_line, name, mid, generation,
    list_append(
        list_transform(
            list_filter(recipients, lambda recipient: recipient.dcid > 0),
            lambda recipient: hash('delivery', gateway, recipient.dcid,
                recipient.delivery_generation)
        ),
        CASE WHEN icid > 0 THEN hash('injection', gateway, icid, injection_generation) END
    )
FROM newest LEFT JOIN gateways ON number = gateway
ORDER BY last_line DESC
