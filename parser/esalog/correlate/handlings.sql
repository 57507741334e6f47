-- What was done for recipients on connections, with the generation of the connection.
-- reads: recipient_facts, connection_resets
-- makes: made_handlings
-- key:   gateway, dcid
SELECT facts.gateway, mid, line, event, dcid, rids,
    generation(resets.from_lines, line) AS delivery_generation,
    external IS NOT NULL AS handed_over
FROM recipient_facts AS facts
LEFT JOIN connection_resets AS resets
    ON resets.kind = 'delivery' AND resets.gateway = facts.gateway AND resets.id = facts.dcid
WHERE event IN ('delivery_started', 'done', 'bounced', 'delayed', 'possible', 'double_bounced')
    AND rids <> '';
