-- Recipients by what the lines of their own message say.
-- reads: recipient_facts, message_resets
-- makes: made_addressees
-- key:   gateway, mid
WITH steps AS (
    SELECT gateway, mid, generation(resets.from_lines, line) AS generation,
        TRY_CAST(unnest(string_split(rids, ',')) AS BIGINT) AS rid,
        line, event, dcid, address,
        event = 'handed_over' OR external IS NOT NULL AS handed_over
    FROM recipient_facts LEFT JOIN message_resets AS resets USING (gateway, mid)
    WHERE event IN ('recipient', 'delivery_started', 'handed_over', 'done', 'response', 'bounced',
            'delayed', 'possible', 'double_bounced', 'deleted')
        AND rids <> ''
)
SELECT gateway, mid, generation, rid,
    coalesce(
        arg_min(address, line) FILTER (event = 'recipient'),
        arg_min(address, line)
    ) AS address,
    arg_max(event, line) FILTER (is_outcome) AS last_outcome,
    arg_max_null(dcid, line) FILTER (is_outcome) AS last_outcome_dcid,
    bool_or(event = 'done' AND NOT handed_over) AS is_delivered,
    bool_or(event = 'deleted') AS was_deleted,
    max(line) FILTER (handed_over) AS handed_over_line
FROM (
    SELECT *, event IN ('done', 'bounced', 'delayed', 'possible', 'double_bounced')
        AND NOT handed_over AS is_outcome
    FROM steps
    WHERE rid IS NOT NULL
)
GROUP BY ALL;
