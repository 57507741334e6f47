-- The messages with these MIDs that have a Message-ID, with the connections of each, newest first.
SELECT message_id, last_line, name, mid, generation,
    list_append(
        list_transform(sent_by,
            lambda sent: hash('delivery', gateway, sent.dcid, sent.generation)),
        CASE WHEN icid > 0 THEN hash('injection', gateway, icid, injection_generation) END
    )
FROM messages LEFT JOIN gateways ON number = gateway
WHERE mid IN (SELECT unnest(?::BIGINT[])) AND message_id IS NOT NULL
ORDER BY last_line DESC, mid DESC
