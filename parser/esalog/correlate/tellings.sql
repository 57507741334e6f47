-- What the lines of a message tell of it once, its texts among them: a step of its own, as they take
-- most of the memory.
-- reads: message_facts, message_resets
-- makes: made_tellings
-- key:   gateway, mid
WITH numbered AS NOT MATERIALIZED (
    SELECT facts.*, generation(resets.from_lines, line) AS generation
    FROM message_facts AS facts
    LEFT JOIN message_resets AS resets USING (gateway, mid)
)
SELECT gateway, mid, generation,
    arg_min(sender, line) FILTER (event = 'sender') AS sender,
    arg_min(sender, line) FILTER (event = 'enveloped') AS enveloped_sender,
    arg_min(subject, line) AS subject,
    arg_min(message_id, line) AS message_id,
    arg_min(policy, line) AS policy,
    arg_min(stamp, line) FILTER (event = 'started') AS started,
    arg_max(stamp, line) FILTER (event = 'finished') AS finished,
    min(line) FILTER (event = 'started') AS started_line,
    bool_or(event = 'started' AND icid > 0) AS has_start,
    bool_or(event IN ('queued', 'finished')) AS was_kept,
    bool_or(event = 'tls_read') AS tls_read,
    bool_or(event = 'queued') AS was_queued,
    bool_or(event = 'finished') AS was_finished,
    bool_or(event = 'gave_rewritten') AS was_rewritten,
    bool_or(event = 'gave_split') AS was_split
FROM numbered
WHERE event IN ('sender', 'enveloped', 'subject', 'message_id', 'policy', 'started',
    'finished', 'tls_read', 'queued', 'gave_rewritten', 'gave_split')
GROUP BY ALL;
