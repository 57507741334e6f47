-- Injection connections.
-- reads: injection_facts, connection_resets
-- makes: injections
-- key:   gateway, icid
WITH numbered AS NOT MATERIALIZED (
    SELECT facts.*, generation(resets.from_lines, line) AS generation
    FROM injection_facts AS facts
    LEFT JOIN connection_resets AS resets
        ON resets.kind = 'injection' AND resets.gateway = facts.gateway AND resets.id = facts.icid
),
named AS (
    SELECT gateway, icid, generation, in_order(list({line: first_named, value: mid})) AS mids
    FROM (
        SELECT gateway, icid, generation, mid, min(line) AS first_named
        FROM numbered WHERE mid > 0 GROUP BY ALL
    )
    GROUP BY ALL
),
whole AS (
    SELECT gateway, icid, generation,
        bool_or(event = 'lost') AS lost,
        bool_or(event = 'opened') AS has_opened,
        bool_or(event IN ('closed', 'lost', 'killed')) AS has_ended,
        bool_or(event = 'rejected_later') AS rejected_later,
        min(line) FILTER (event = 'tls_success') AS success_line,
        min(line) FILTER (event = 'tls_failed') AS failure_line,
        max(line) FILTER (event = 'started') AS last_start,
        min(line) FILTER (mid > 0) AS first_mail,
        arg_min(stamp, line) FILTER (event IN ('closed', 'killed')) AS closed_at,
        min(line) AS first_line,
        max(line) AS last_line,
        arg_min(stamp, line) AS first_stamp
    FROM numbered
    GROUP BY ALL
),
openings AS (
    -- One a connection: a second one begins the next generation.
    SELECT gateway, icid, generation, stamp AS opened_at, interface, interface_ip,
        remote_ip AS opened_ip, remote_host, verified = 'yes' AS verified
    FROM numbered
    WHERE event = 'opened'
),
hats AS (
    SELECT gateway, icid, generation,
        arg_min(access_rule, line) AS hat_rule,
        arg_min(sender_group, line) AS sender_group,
        arg_min(match, line) AS match,
        arg_min(sbrs, line) AS sbrs,
        arg_min(country, line) AS country
    FROM numbered
    WHERE event = 'hat'
    GROUP BY ALL
),
sessions AS (
    SELECT gateway, icid, generation,
        arg_min_null(tls_protocol, line) FILTER (event = 'tls_success') AS tls_protocol,
        arg_min_null(tls_cipher, line) FILTER (event = 'tls_success') AS tls_cipher,
        arg_min(tls_reason, line) FILTER (event = 'tls_failed') AS tls_reason
    FROM numbered
    WHERE event IN ('tls_success', 'tls_failed')
    GROUP BY ALL
),
others AS (
    SELECT gateway, icid, generation,
        arg_max(auth_user, line) AS auth_user,
        arg_min(remote_ip, line) AS other_ip,
        arg_min(sender, line) FILTER (contains(sender, '@')) AS sender
    FROM numbered
    WHERE event IN ('auth', 'located', 'sender')
    GROUP BY ALL
)
SELECT gateway, icid, generation,
    moment(opened_at) AS opened,
    moment(closed_at) AS closed,
    interface, interface_ip,
    coalesce(opened_ip, other_ip) AS remote_ip,
    remote_host, verified,
    coalesce(hat_rule, CASE WHEN rejected_later THEN 'REJECT' END) AS access_rule,
    sender_group, match, sbrs, country, auth_user,
    connection_tls(success_line, failure_line, last_start, first_mail, has_opened, has_ended)
        AS tls,
    tls_protocol, tls_cipher, tls_reason, lost,
    coalesce(mids, []) AS mids,
    first_line, last_line,
    moment(coalesce(opened_at, first_stamp)) AS stamp,
    has_opened, success_line, failure_line,
    coalesce(domain_of(sender), domain_of_host(remote_host)) AS domain
FROM whole
LEFT JOIN openings USING (gateway, icid, generation)
LEFT JOIN hats USING (gateway, icid, generation)
LEFT JOIN sessions USING (gateway, icid, generation)
LEFT JOIN others USING (gateway, icid, generation)
LEFT JOIN named USING (gateway, icid, generation);
