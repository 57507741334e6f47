-- How messages that became others were delivered: their recipients with those of the others.
-- reads: recipients, made_descents
-- makes: made_sendings
-- key:   gateway
WITH reached AS (
    SELECT gateway, mid, generation, heir AS at_mid, heir_generation AS at_generation
    FROM made_descents
    UNION
    SELECT gateway, mid, generation, mid, generation FROM made_descents
)
SELECT reached.gateway, reached.mid, reached.generation,
    min(tls) AS tls,
    list_sort(list(DISTINCT tls) FILTER (tls IS NOT NULL)) AS states,
    min(tls_protocol) AS tls_protocol,
    first_reason(tls, at_mid, rid, tls_reason) AS tls_reason
FROM reached JOIN recipients
    ON recipients.gateway = reached.gateway AND recipients.mid = reached.at_mid
    AND recipients.generation = reached.at_generation
GROUP BY ALL;
