-- Injection connections.
-- reads: injection_facts, connection_resets
-- makes: made_injections
-- key:   gateway, icid
CREATE OR REPLACE TEMP TABLE made_injections AS
WITH numbered AS (
    SELECT facts.*, generation(resets.from_lines, line) AS generation
    FROM injection_facts AS facts
    LEFT JOIN connection_resets AS resets
        ON resets.kind = 'injection' AND resets.gateway = facts.gateway AND resets.id = facts.icid
),
named AS (
    SELECT gateway, icid, generation, list(mid ORDER BY first_named) AS mids
    FROM (
        SELECT gateway, icid, generation, mid, min(line) AS first_named
        FROM numbered WHERE mid > 0 GROUP BY ALL
    )
    GROUP BY ALL
),
gathered AS (
    SELECT gateway, icid, generation,
        arg_min(stamp, line) FILTER (event = 'opened') AS opened_at,
        arg_min(stamp, line) FILTER (event IN ('closed', 'killed')) AS closed_at,
        arg_min(interface, line) FILTER (event = 'opened') AS interface,
        arg_min(interface_ip, line) FILTER (event = 'opened') AS interface_ip,
        arg_min(remote_ip, line) FILTER (event = 'opened') AS opened_ip,
        arg_min(remote_ip, line) FILTER (event = 'located') AS other_ip,
        arg_min(remote_host, line) FILTER (event = 'opened') AS remote_host,
        arg_min(verified, line) FILTER (event = 'opened') = 'yes' AS verified,
        arg_min(access_rule, line) FILTER (event = 'hat') AS hat_rule,
        bool_or(event = 'rejected_later') AS rejected_later,
        arg_min(sender_group, line) FILTER (event = 'hat') AS sender_group,
        arg_min(match, line) FILTER (event = 'hat') AS match,
        arg_min(sbrs, line) FILTER (event = 'hat') AS sbrs,
        arg_min(country, line) FILTER (event = 'hat') AS country,
        arg_max(auth_user, line) FILTER (event = 'auth') AS auth_user,
        arg_min_null(tls_protocol, line) FILTER (event = 'tls_success') AS tls_protocol,
        arg_min_null(tls_cipher, line) FILTER (event = 'tls_success') AS tls_cipher,
        arg_min(tls_reason, line) FILTER (event = 'tls_failed') AS tls_reason,
        bool_or(event = 'lost') AS lost,
        bool_or(event = 'opened') AS has_opened,
        bool_or(event IN ('closed', 'lost', 'killed')) AS has_ended,
        min(line) FILTER (event = 'tls_success') AS success_line,
        min(line) FILTER (event = 'tls_failed') AS failure_line,
        max(line) FILTER (event = 'started') AS last_start,
        min(line) FILTER (mid > 0) AS first_mail,
        min(line) AS first_line,
        max(line) AS last_line,
        arg_min(stamp, line) AS first_stamp
    FROM numbered
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
    has_opened, success_line, failure_line
FROM gathered LEFT JOIN named USING (gateway, icid, generation);
