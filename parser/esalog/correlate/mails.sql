-- Messages by what their own lines say, before connections and families are known.
-- reads: message_facts, message_resets, made_tellings
-- makes: made_mails
-- key:   gateway, mid
WITH numbered AS NOT MATERIALIZED (
    SELECT facts.*, generation(resets.from_lines, line) AS generation
    FROM message_facts AS facts
    LEFT JOIN message_resets AS resets USING (gateway, mid)
),
whole AS (
    SELECT gateway, mid, generation,
        arg_min(icid, line) AS icid,
        min(line) FILTER (icid IS NOT NULL) AS icid_line,
        arg_min(stamp, line) AS first_stamp,
        min(line) AS first_line,
        max(line) AS last_line
    FROM numbered
    GROUP BY ALL
),
sized AS (
    SELECT gateway, mid, generation,
        arg_min(size, line) FILTER (event = 'ready') AS size,
        arg_min(sender, line) FILTER (event = 'ready') AS ready_sender,
        arg_min(sender, line) FILTER (event = 'bounced') AS bounced_sender,
        bool_or(event = 'ready') AS was_ready
    FROM numbered
    WHERE event IN ('ready', 'bounced')
    GROUP BY ALL
),
fated AS (
    SELECT gateway, mid, generation,
        arg_max(detail, line) FILTER (event = 'aborted') AS aborted_detail,
        bool_or(detail ILIKE 'dropped by%') OR bool_or(event = 'quarantine_deleted') AS was_dropped,
        bool_or(detail ILIKE 'bounced by%') AS was_bounced,
        bool_or(event = 'aborted' OR (event = 'finished' AND detail = 'aborted')) AS was_aborted,
        bool_or(event = 'aborted') AS was_cut,
        max(line) FILTER (event = 'quarantined') AS quarantined_line,
        max(line) FILTER (event = 'released') AS released_line,
        arg_max_null(CASE WHEN event <> 'released' THEN quarantine END, line)
            FILTER (event = 'released' OR quarantine IS NOT NULL) AS quarantine
    FROM numbered
    WHERE event IN ('aborted', 'disposed', 'finished', 'quarantined', 'handed_over', 'released',
        'quarantine_deleted')
    GROUP BY ALL
),
kin AS (
    SELECT gateway, mid, generation,
        arg_min(other, line) FILTER (relation(event) IS NOT NULL) AS parent,
        arg_min(relation(event), line) AS relation,
        min(line) FILTER (relation(event) IS NOT NULL) AS relation_line,
        in_order(list({line: line, value: other}) FILTER (relation(event) IS NULL)) AS children
    FROM numbered
    WHERE other > 0
    GROUP BY ALL
)
SELECT gateway, mid, generation, icid, icid_line,
    coalesce(sender, enveloped_sender, ready_sender, bounced_sender) AS sender,
    subject, message_id, TRY_CAST(size AS BIGINT) AS size, policy,
    moment(started) AS started,
    moment(finished) AS finished,
    coalesce(started_line, first_line) AS began_line,
    coalesce(has_start, false) AS has_start,
    coalesce(was_ready, false) OR coalesce(was_kept, false) OR coalesce(was_cut, false)
        AS was_received,
    coalesce(tls_read, false) AS tls_read,
    coalesce(was_queued, false) AS was_queued,
    coalesce(was_finished, false) AS was_finished,
    coalesce(was_rewritten, false) AS was_rewritten,
    coalesce(was_split, false) AS was_split,
    aborted_detail,
    coalesce(was_dropped, false) AS was_dropped,
    coalesce(was_bounced, false) AS was_bounced,
    coalesce(was_aborted, false) AS was_aborted,
    quarantined_line, released_line, quarantine,
    parent, relation, relation_line, children,
    first_line, last_line,
    moment(coalesce(started, first_stamp)) AS stamp
FROM whole
LEFT JOIN made_tellings USING (gateway, mid, generation)
LEFT JOIN sized USING (gateway, mid, generation)
LEFT JOIN fated USING (gateway, mid, generation)
LEFT JOIN kin USING (gateway, mid, generation);
