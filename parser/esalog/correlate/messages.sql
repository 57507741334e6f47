-- Messages with all that is known of them (the contract, sections 2 to 4).
-- reads: made_mails, made_received, made_recipients, made_links, made_origins, made_roots,
--        made_rewrites, made_descents
-- makes: messages
-- key:   gateway
WITH received AS (
    -- Rule 1 by the connection; rule 2 by the origin; rule 3 when the log names none.
    SELECT gateway, mid, generation,
        coalesce(tls_received, CASE WHEN icid = 0 THEN 'internal' ELSE 'unknown' END) AS state,
        received_protocol, received_cipher, icid, injection_generation, access_rule
    FROM made_mails LEFT JOIN made_received USING (gateway, mid, generation)
),
inherited AS (
    SELECT origins.gateway, origins.mid, origins.generation,
        CASE WHEN links.relation = 'bounce' AND received.injection_generation IS NULL
            THEN 'internal' ELSE state END AS state,
        received_protocol, received_cipher, received.icid, injection_generation, access_rule
    FROM made_origins AS origins
    JOIN received
        ON received.gateway = origins.gateway AND received.mid = origins.origin
        AND received.generation = origins.at_generation
    LEFT JOIN made_links AS links
        ON links.gateway = origins.gateway AND links.mid = origins.origin
        AND links.generation = origins.at_generation
),
reached AS (
    SELECT gateway, mid, generation, heir AS at_mid, heir_generation AS at_generation
    FROM made_descents
    UNION
    SELECT gateway, mid, generation, mid, generation FROM made_mails
),
sent AS (
    SELECT reached.gateway, reached.mid, reached.generation,
        list(DISTINCT tls) FILTER (tls IS NOT NULL) AS states,
        min(tls_protocol) AS delivered_protocol,
        arg_min(tls_reason, {success: tls = 'success', mid: at_mid, rid: rid})
            AS delivered_reason,
        coalesce(bool_or(tls = 'failed'), false) AS has_failed
    FROM reached JOIN made_recipients AS recipients
        ON recipients.gateway = reached.gateway AND recipients.mid = reached.at_mid
        AND recipients.generation = reached.at_generation
    GROUP BY ALL
),
own AS (
    SELECT gateway, mid, generation,
        list_sort(list({rid: rid, address: address, status: status, tls: tls, dcid: dcid,
            delivery_generation: delivery_generation, tls_protocol: tls_protocol,
            tls_cipher: tls_cipher, tls_reason: tls_reason, attempts: attempts, response: response}
            )) AS recipients,
        list(DISTINCT status) AS statuses,
        bool_or(attempts > 0) AS was_tried
    FROM made_recipients
    GROUP BY ALL
),
older AS (
    SELECT rewrites.gateway, rewrites.mid, rewrites.generation,
        arg_min(sender, depth) AS sender, arg_min(subject, depth) AS subject
    FROM made_rewrites AS rewrites JOIN made_mails AS mails
        ON mails.gateway = rewrites.gateway AND mails.mid = rewrites.parent
        AND mails.generation = rewrites.parent_generation
    GROUP BY ALL
),
judged AS (
    SELECT mails.*, own.recipients, states, delivered_protocol, delivered_reason, has_failed,
        coalesce(mails.sender, older.sender) AS any_sender,
        coalesce(mails.subject, older.subject) AS any_subject,
        CASE
            WHEN links.takes_received THEN coalesce(inherited.state, 'unknown')
            WHEN links.relation = 'bounce' AND coalesce(mails.icid, 0) = 0 THEN 'internal'
            ELSE received.state
        END AS tls_received,
        coalesce(received.received_protocol, inherited.received_protocol) AS received_protocol,
        received.injection_generation,
        array_to_string(list_transform(recipients, lambda recipient: recipient.address), chr(10))
            AS addresses,
        len(recipients) AS recipient_count,
        CASE WHEN received.injection_generation IS NULL THEN inherited.icid ELSE mails.icid END
            AS origin_icid,
        coalesce(received.injection_generation, inherited.injection_generation)
            AS origin_generation,
        CASE
            WHEN coalesce(received.access_rule, inherited.access_rule) = 'RELAY' THEN 'out'
            WHEN coalesce(received.access_rule, inherited.access_rule) IS NOT NULL THEN 'in'
            WHEN tls_received = 'internal' AND was_tried THEN 'out'
        END AS direction,
        coalesce(root_mid, mails.mid) AS root_mid,
        coalesce(root_generation, mails.generation) AS root_generation,
        coalesce(quarantined_line > coalesce(released_line, 0), false) AS is_quarantined,
        CASE
            WHEN has_start AND NOT was_received THEN 'receiving'
            WHEN was_dropped THEN 'dropped'
            WHEN was_bounced THEN 'bounced'
            WHEN was_aborted THEN 'aborted'
            WHEN len(statuses) = 1 AND statuses[1] <> 'unknown' THEN statuses[1]
            WHEN list_contains(statuses, 'delivered') THEN 'partly delivered'
            WHEN len(statuses) > 1 THEN 'mixed'
            WHEN was_rewritten THEN 'rewritten'
            WHEN was_split THEN 'split'
            WHEN was_finished THEN 'finished'
            WHEN is_quarantined THEN 'quarantined'
            WHEN was_queued THEN 'queued'
            ELSE 'unknown'
        END AS status
    FROM made_mails AS mails
    JOIN received USING (gateway, mid, generation)
    LEFT JOIN made_links AS links USING (gateway, mid, generation)
    LEFT JOIN inherited USING (gateway, mid, generation)
    LEFT JOIN made_roots USING (gateway, mid, generation)
    LEFT JOIN sent USING (gateway, mid, generation)
    LEFT JOIN own USING (gateway, mid, generation)
    LEFT JOIN older USING (gateway, mid, generation)
)
SELECT gateway, mid, generation, icid, any_sender AS sender, any_subject AS subject, message_id,
    size, policy, started, finished, status,
    CASE WHEN status IN ('dropped', 'bounced', 'aborted') THEN aborted_detail
        WHEN status = 'quarantined' THEN quarantine END AS status_detail,
    tls_received,
    CASE WHEN len(states) = 1 THEN states[1] WHEN len(states) > 1 THEN 'mixed' END AS tls_delivered,
    parent, relation,
    coalesce(list_filter(children, lambda child, nth: list_position(children, child) = nth), [])
        AS children,
    coalesce(recipients, []) AS recipients,
    coalesce(verdicts, []) AS verdicts,
    coalesce(attachments, []) AS attachments,
    first_line, last_line, stamp, injection_generation, received_protocol, delivered_protocol,
    delivered_reason, coalesce(has_failed, false) AS has_failed,
    addresses, coalesce(recipient_count, 0) AS recipient_count, origin_icid, origin_generation,
    direction, root_mid, root_generation
FROM judged;
