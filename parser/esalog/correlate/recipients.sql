-- Recipients of messages, with what became of each (the contract, sections 2 and 3).
-- reads: made_mails, made_addressees, made_delivered, made_links, made_rewrites
-- makes: recipients
-- key:   gateway
WITH taken AS (
    -- A rewritten message takes the addresses that it has not itself, by RID, from the nearest.
    SELECT rewrites.gateway, rewrites.mid, rewrites.generation, rid,
        arg_min(address, depth) AS address
    FROM made_rewrites AS rewrites
    JOIN made_addressees AS addressees
        ON addressees.gateway = rewrites.gateway AND addressees.mid = rewrites.parent
        AND addressees.generation = rewrites.parent_generation
    WHERE address IS NOT NULL
    GROUP BY ALL
),
addressees AS (
    SELECT gateway, mid, generation, rid, coalesce(own.address, taken.address) AS address,
        last_outcome, last_outcome_dcid, is_delivered, was_deleted, handed_over_line
    FROM made_addressees AS own
    FULL JOIN taken USING (gateway, mid, generation, rid)
),
parted AS (
    SELECT DISTINCT links.gateway, links.parent AS mid, links.parent_generation AS generation,
        lower(address) AS address
    FROM made_links AS links JOIN made_addressees USING (gateway, mid, generation)
    WHERE relation = 'split'
)
SELECT gateway, mid, generation, rid, addressees.address,
    CASE
        WHEN addressees.is_delivered THEN 'delivered'
        WHEN addressees.last_outcome IN ('bounced', 'double_bounced') OR was_bounced THEN 'bounced'
        WHEN was_dropped OR was_deleted THEN 'dropped'
        WHEN was_aborted THEN 'aborted'
        WHEN greatest(quarantined_line, handed_over_line) > coalesce(released_line, 0)
            THEN 'quarantined'
        WHEN was_rewritten THEN 'rewritten'
        WHEN parted.address IS NOT NULL THEN 'split'
        WHEN delivered.last_outcome = 'delayed' THEN 'delayed'
        WHEN delivered.last_outcome = 'possible' THEN 'unknown'
        WHEN delivered.attempts > 0 AND delivered.last_outcome IS NULL THEN 'sending'
        WHEN addressees.last_outcome = 'delayed' THEN 'delayed'
        WHEN was_queued THEN 'queued'
        ELSE 'unknown'
    END AS status,
    CASE WHEN is_unconnected THEN NULL ELSE delivered.tls END AS tls,
    CASE WHEN is_unconnected THEN NULL ELSE delivered.dcid END AS dcid,
    CASE WHEN is_unconnected THEN NULL ELSE delivery_generation END AS delivery_generation,
    CASE WHEN is_unconnected OR delivered.tls <> 'success' THEN NULL ELSE tls_protocol END
        AS tls_protocol,
    CASE WHEN is_unconnected OR delivered.tls <> 'success' THEN NULL ELSE tls_cipher END
        AS tls_cipher,
    CASE WHEN is_unconnected THEN NULL ELSE tls_reason END AS tls_reason,
    coalesce(attempts, 0) AS attempts
FROM (
    SELECT *, coalesce(last_outcome IN ('bounced', 'double_bounced') AND last_outcome_dcid = 0,
        false) AS is_unconnected
    FROM addressees
) AS addressees
JOIN made_mails USING (gateway, mid, generation)
LEFT JOIN made_delivered AS delivered USING (gateway, mid, generation, rid)
LEFT JOIN parted
    ON parted.gateway = addressees.gateway AND parted.mid = addressees.mid
    AND parted.generation = addressees.generation AND parted.address = lower(addressees.address);
