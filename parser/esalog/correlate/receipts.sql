-- How each message was received: rule 1 by its connection, rule 2 by the message that it came from,
-- rule 3 when the log names neither (the contract, section 2).
-- reads: made_mails, made_received, made_links, made_origins
-- makes: receipts
-- key:   gateway
WITH received AS (
    SELECT gateway, mid, generation,
        coalesce(tls_received, CASE WHEN icid = 0 THEN 'internal' ELSE 'unknown' END) AS state,
        received_protocol, icid, injection_generation, access_rule, parent, first_line
    FROM made_mails LEFT JOIN made_received USING (gateway, mid, generation)
),
inherited AS (
    SELECT origins.gateway, origins.mid, origins.generation,
        CASE WHEN links.relation = 'bounce' AND received.injection_generation IS NULL
            THEN 'internal' ELSE state END AS state,
        received_protocol, received.icid, injection_generation, access_rule
    FROM made_origins AS origins
    JOIN received
        ON received.gateway = origins.gateway AND received.mid = origins.origin
        AND received.generation = origins.at_generation
    LEFT JOIN made_links AS links
        ON links.gateway = origins.gateway AND links.mid = origins.origin
        AND links.generation = origins.at_generation
)
SELECT gateway, mid, generation,
    CASE
        WHEN links.takes_received THEN coalesce(inherited.state, 'unknown')
        WHEN links.relation = 'bounce' AND coalesce(received.icid, 0) = 0 THEN 'internal'
        ELSE received.state
    END AS tls_received,
    coalesce(received.received_protocol, inherited.received_protocol) AS received_protocol,
    received.injection_generation,
    CASE WHEN received.injection_generation IS NULL THEN inherited.icid ELSE received.icid END
        AS origin_icid,
    coalesce(received.injection_generation, inherited.injection_generation) AS origin_generation,
    coalesce(received.access_rule, inherited.access_rule) AS access_rule,
    received.parent, received.first_line
FROM received
LEFT JOIN made_links AS links USING (gateway, mid, generation)
LEFT JOIN inherited USING (gateway, mid, generation);
