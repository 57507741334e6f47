-- Messages by what their own lines say, before connections and families are known.
-- reads: message_facts, message_resets
-- makes: made_mails
-- key:   gateway, mid
CREATE OR REPLACE TEMP TABLE made_mails AS
WITH numbered AS (
    SELECT facts.*, generation(resets.from_lines, line) AS generation
    FROM message_facts AS facts
    LEFT JOIN message_resets AS resets USING (gateway, mid)
),
verdicts AS (
    SELECT gateway, mid, generation,
        list({engine: engine, verdict: verdict} ORDER BY line) AS verdicts
    FROM (
        SELECT gateway, mid, generation, engine, max(line) AS line,
            arg_max(verdict, line) AS verdict
        FROM numbered WHERE event = 'verdict' AND engine IS NOT NULL GROUP BY ALL
    )
    GROUP BY ALL
)
SELECT gateway, mid, generation,
    arg_min(icid, line) AS icid,
    arg_min(line, line) FILTER (icid IS NOT NULL) AS icid_line,
    coalesce(
        arg_min(sender, line) FILTER (event = 'sender'),
        arg_min(sender, line) FILTER (event = 'enveloped'),
        arg_min(sender, line) FILTER (event = 'ready'),
        arg_min(sender, line) FILTER (event = 'bounced')
    ) AS sender,
    arg_min(subject, line) FILTER (event = 'subject') AS subject,
    arg_min(message_id, line) FILTER (event = 'message_id') AS message_id,
    TRY_CAST(arg_min(size, line) FILTER (event = 'ready') AS BIGINT) AS size,
    arg_min(policy, line) FILTER (event = 'policy') AS policy,
    moment(arg_min(at, line) FILTER (event = 'started')) AS started,
    moment(arg_max(at, line) FILTER (event = 'finished')) AS finished,
    coalesce(min(line) FILTER (event = 'started'), min(line)) AS began_line,
    coalesce(bool_or(event = 'started' AND icid > 0), false) AS has_start,
    bool_or(event IN ('ready', 'queued', 'finished', 'aborted')) AS was_received,
    bool_or(event = 'tls_read') AS tls_read,
    bool_or(event = 'queued') AS was_queued,
    bool_or(event = 'finished') AS was_finished,
    bool_or(event = 'gave_rewritten') AS was_rewritten,
    bool_or(event = 'gave_split') AS was_split,
    arg_max(detail, line) FILTER (event = 'aborted') AS aborted_detail,
    coalesce(bool_or(event IN ('aborted', 'disposed') AND detail ILIKE 'dropped by%')
        OR bool_or(event = 'quarantine_deleted'), false) AS was_dropped,
    coalesce(bool_or(event IN ('aborted', 'disposed') AND detail ILIKE 'bounced by%'), false)
        AS was_bounced,
    coalesce(bool_or(event = 'aborted' OR (event = 'finished' AND detail = 'aborted')), false)
        AS was_aborted,
    max(line) FILTER (event = 'quarantined') AS quarantined_line,
    max(line) FILTER (event = 'released') AS released_line,
    arg_max(quarantine, line) FILTER (event = 'quarantined') AS quarantine,
    arg_min(other, line) FILTER (relation(event) IS NOT NULL) AS parent,
    arg_min(relation(event), line) AS relation,
    min(line) FILTER (relation(event) IS NOT NULL) AS relation_line,
    list(other ORDER BY line) FILTER (event IN ('gave_split', 'gave_rewritten', 'gave_generated',
        'gave_bounce', 'gave_reinjected')) AS children,
    any_value(verdicts) AS verdicts,
    list(attachment ORDER BY line) FILTER (attachment IS NOT NULL) AS attachments,
    min(line) AS first_line,
    max(line) AS last_line,
    moment(coalesce(arg_min(at, line) FILTER (event = 'started'), arg_min(at, line))) AS at
FROM numbered LEFT JOIN verdicts USING (gateway, mid, generation)
GROUP BY ALL;
