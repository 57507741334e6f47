-- Messages with all that is known of them (the contract, sections 2 to 4).
-- reads: made_mails, receipts, made_gatherings, made_sendings, made_roots, made_rewrites
-- makes: messages
-- key:   gateway
WITH older AS (
    SELECT rewrites.gateway, rewrites.mid, rewrites.generation,
        arg_min(sender, depth) AS sender, arg_min(subject, depth) AS subject
    FROM made_rewrites AS rewrites JOIN made_mails AS mails
        ON mails.gateway = rewrites.gateway AND mails.mid = rewrites.parent
        AND mails.generation = rewrites.parent_generation
    GROUP BY ALL
),
judged AS (
    SELECT mails.*, sent_by,
        CASE WHEN sendings.mid IS NULL THEN own.tls ELSE sendings.tls END AS delivered,
        CASE WHEN sendings.mid IS NULL THEN own.states ELSE sendings.states END AS states,
        CASE WHEN sendings.mid IS NULL THEN own.tls_protocol ELSE sendings.tls_protocol END
            AS delivered_protocol,
        CASE WHEN sendings.mid IS NULL THEN own.tls_reason ELSE sendings.tls_reason END
            AS delivered_reason,
        coalesce(mails.sender, older.sender) AS any_sender,
        coalesce(mails.subject, older.subject) AS any_subject,
        tls_received, received_protocol, injection_generation, origin_icid, origin_generation,
        addresses, recipient_count,
        CASE
            WHEN access_rule = 'RELAY' THEN 'out'
            WHEN access_rule IS NOT NULL THEN 'in'
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
            WHEN NOT has_several_statuses AND own.status <> 'unknown' THEN own.status
            WHEN has_delivered THEN 'partly delivered'
            WHEN has_several_statuses THEN 'mixed'
            WHEN was_rewritten THEN 'rewritten'
            WHEN was_split THEN 'split'
            WHEN was_finished THEN 'finished'
            WHEN is_quarantined THEN 'quarantined'
            WHEN was_queued THEN 'queued'
            ELSE 'unknown'
        END AS status
    FROM made_mails AS mails
    JOIN receipts USING (gateway, mid, generation)
    LEFT JOIN made_roots USING (gateway, mid, generation)
    LEFT JOIN made_sendings AS sendings
        ON sendings.gateway = mails.gateway AND sendings.mid = mails.mid
        AND sendings.generation = mails.generation
    LEFT JOIN made_gatherings AS own
        ON own.gateway = mails.gateway AND own.mid = mails.mid
        AND own.generation = mails.generation
    LEFT JOIN older USING (gateway, mid, generation)
)
SELECT gateway, mid, generation, icid, any_sender AS sender, any_subject AS subject, message_id,
    size, policy, started, finished, status,
    CASE WHEN status IN ('dropped', 'bounced', 'aborted') THEN aborted_detail
        WHEN status = 'quarantined' THEN quarantine END AS status_detail,
    tls_received,
    CASE WHEN len(states) > 1 THEN 'mixed' ELSE delivered END AS tls_delivered,
    parent, relation,
    coalesce(list_filter(children, lambda child, nth: list_position(children, child) = nth), [])
        AS children,
    coalesce(sent_by, []) AS sent_by,
    first_line, last_line, stamp, injection_generation, received_protocol, delivered_protocol,
    delivered_reason, CASE WHEN len(states) > 1 THEN states END AS mixed_states,
    addresses, coalesce(recipient_count, 0) AS recipient_count, origin_icid, origin_generation,
    direction, root_mid, root_generation
FROM judged;
