-- How the recipients of each message were delivered, with those of the messages that it became.
-- reads: made_mails, recipients, made_descents
-- makes: made_sendings
-- key:   gateway
WITH reached AS (
    SELECT gateway, mid, generation, heir AS at_mid, heir_generation AS at_generation
    FROM made_descents
    UNION
    SELECT gateway, mid, generation, mid, generation FROM made_mails
)
SELECT reached.gateway, reached.mid, reached.generation,
    list_sort(list(DISTINCT tls) FILTER (tls IS NOT NULL)) AS states,
    min(tls_protocol) AS delivered_protocol,
    arg_min(tls_reason, {success: tls = 'success', mid: at_mid, rid: rid}) AS delivered_reason
FROM reached JOIN recipients
    ON recipients.gateway = reached.gateway AND recipients.mid = reached.at_mid
    AND recipients.generation = reached.at_generation
GROUP BY ALL;
