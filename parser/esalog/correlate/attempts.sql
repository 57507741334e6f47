-- What happened to each recipient of a message, attempt by attempt.
-- reads: recipient_facts, message_resets
-- makes: made_attempts
-- key:   gateway, mid
WITH steps AS (
    SELECT gateway, mid, generation(resets.from_lines, line) AS generation,
        TRY_CAST(unnest(string_split(rids, ',')) AS BIGINT) AS rid,
        line, event, dcid, external IS NOT NULL AS handed_over
    FROM recipient_facts LEFT JOIN message_resets AS resets USING (gateway, mid)
    WHERE event IN ('delivery_started', 'done', 'bounced', 'delayed', 'possible', 'double_bounced')
        AND rids <> ''
),
connected AS (
    -- A double bounce names no connection: it closes the last open attempt.
    SELECT * REPLACE (CASE WHEN event = 'double_bounced' THEN
            last_value(CASE WHEN event = 'delivery_started' THEN dcid END IGNORE NULLS)
                OVER (PARTITION BY gateway, mid, generation, rid ORDER BY line)
            ELSE dcid END AS dcid)
    FROM steps
),
opening AS (
    SELECT *,
        event <> 'double_bounced' AND (event = 'delivery_started'
            OR coalesce(lag(event) OVER on_connection <> 'delivery_started', true)) AS opens
    FROM connected
    WHERE dcid > 0
    WINDOW on_connection AS (PARTITION BY gateway, mid, generation, rid, dcid ORDER BY line)
),
counted AS (
    SELECT *, count(*) FILTER (opens) OVER (
        PARTITION BY gateway, mid, generation, rid, dcid ORDER BY line
    ) AS nth
    FROM opening
)
SELECT gateway, mid, generation, rid, dcid,
    min(line) AS line,
    max(line) AS last_line,
    arg_max(event, line) FILTER (event <> 'delivery_started') AS outcome,
    min(line) FILTER (event = 'done') AS done_line
FROM counted
GROUP BY gateway, mid, generation, rid, dcid, nth
HAVING NOT bool_or(handed_over) AND nth > 0;
