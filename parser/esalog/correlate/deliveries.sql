-- Delivery connections.
-- reads: delivery_facts, connection_resets
-- makes: deliveries
-- key:   gateway, dcid
WITH numbered AS NOT MATERIALIZED (
    SELECT facts.*, generation(resets.from_lines, line) AS generation
    FROM delivery_facts AS facts
    LEFT JOIN connection_resets AS resets
        ON resets.kind = 'delivery' AND resets.gateway = facts.gateway AND resets.id = facts.dcid
),
named AS (
    SELECT gateway, dcid, generation, in_order(list({line: first_named, value: mid})) AS mids
    FROM (
        SELECT gateway, dcid, generation, mid, min(line) AS first_named
        FROM numbered WHERE mid > 0 GROUP BY ALL
    )
    GROUP BY ALL
),
whole AS (
    SELECT gateway, dcid, generation,
        bool_or(event = 'opened') AS has_opened,
        bool_or(event IN ('closed', 'lost', 'killed', 'connection_error')) AS has_ended,
        min(line) FILTER (event = 'tls_success') AS success_line,
        min(line) FILTER (event = 'tls_failed') AS failure_line,
        max(line) FILTER (event IN ('delivery_started', 'handed_over')) AS last_start,
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
    SELECT gateway, dcid, generation, stamp AS opened_at, interface,
        remote_ip AS opened_ip, port AS opened_port
    FROM numbered
    WHERE event = 'opened'
),
sessions AS (
    SELECT gateway, dcid, generation,
        arg_min_null(tls_protocol, line) FILTER (event = 'tls_success') AS tls_protocol,
        arg_min_null(tls_cipher, line) FILTER (event = 'tls_success') AS tls_cipher,
        arg_min_null(tls_peer, line) FILTER (event = 'tls_success') AS tls_peer,
        arg_min_null(tls_domain, line) FILTER (event = 'tls_success') AS tls_domain,
        arg_min(tls_reason, line) FILTER (event = 'tls_failed') AS tls_reason,
        arg_min(remote_ip, line) AS other_ip,
        arg_min(port, line) AS other_port,
        arg_max(error, line) AS error
    FROM numbered
    WHERE event IN ('tls_success', 'tls_failed', 'connection_error')
    GROUP BY ALL
)
SELECT gateway, dcid, generation,
    moment(opened_at) AS opened,
    moment(closed_at) AS closed,
    interface,
    coalesce(opened_ip, other_ip) AS remote_ip,
    TRY_CAST(coalesce(opened_port, other_port) AS INTEGER) AS port,
    connection_tls(success_line, failure_line, last_start, first_mail, has_opened, has_ended)
        AS tls,
    tls_protocol, tls_cipher, tls_reason, tls_peer, tls_domain, error,
    coalesce(mids, []) AS mids,
    first_line, last_line,
    moment(coalesce(opened_at, first_stamp)) AS stamp,
    has_opened, success_line, failure_line
FROM whole
LEFT JOIN openings USING (gateway, dcid, generation)
LEFT JOIN sessions USING (gateway, dcid, generation)
LEFT JOIN named USING (gateway, dcid, generation);
