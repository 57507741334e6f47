-- What happened to each recipient of a message, attempt by attempt.
-- reads: made_handlings, message_resets
-- makes: made_attempts
-- key:   gateway, mid
-- Nearly every recipient has one attempt on a connection, of a start and an outcome at most; only
-- for the others the lines are put in order, which costs three times as much.
WITH steps AS (
    SELECT gateway, mid, generation(resets.from_lines, line) AS generation,
        TRY_CAST(unnest(string_split(rids, ',')) AS BIGINT) AS rid,
        line, event, dcid, delivery_generation, handed_over
    FROM made_handlings LEFT JOIN message_resets AS resets USING (gateway, mid)
),
following AS (
    SELECT *, lead(line) OVER (
        PARTITION BY gateway, mid, generation, rid, dcid, delivery_generation ORDER BY line
    ) AS next_line
    FROM steps SEMI JOIN (SELECT * FROM steps WHERE event = 'double_bounced')
        USING (gateway, mid, generation, rid)
    WHERE dcid > 0
),
connected AS (
    SELECT * FROM steps WHERE dcid > 0 AND rid IS NOT NULL
    UNION ALL BY NAME
    -- A double bounce names no connection: it closes the last attempt that is open then.
    SELECT steps.gateway, steps.mid, steps.generation, steps.rid, steps.line, steps.event,
        steps.handed_over,
        arg_max(following.dcid, following.line) AS dcid,
        arg_max(following.delivery_generation, following.line) AS delivery_generation
    FROM steps JOIN following USING (gateway, mid, generation, rid)
    WHERE steps.event = 'double_bounced' AND following.event = 'delivery_started'
        AND following.line < steps.line AND coalesce(following.next_line > steps.line, true)
    GROUP BY ALL
),
dealings AS (
    SELECT *, steps = 1 OR (
        steps = 2 AND first_event = 'delivery_started' AND last_event <> 'delivery_started'
    ) AS is_one_attempt
    FROM (
        SELECT gateway, mid, generation, rid, dcid, delivery_generation,
            count(*) AS steps,
            min(line) AS line,
            max(line) AS last_line,
            arg_min(event, line) AS first_event,
            arg_max(event, line) AS last_event,
            min(line) FILTER (event = 'done') AS done_line,
            bool_or(handed_over) AS was_handed_over
        FROM connected
        GROUP BY ALL
    )
),
opening AS (
    SELECT *,
        event <> 'double_bounced' AND (event = 'delivery_started'
            OR coalesce(lag(event) OVER on_connection <> 'delivery_started', true)) AS opens
    FROM connected SEMI JOIN (SELECT * FROM dealings WHERE NOT is_one_attempt)
        USING (gateway, mid, generation, rid, dcid, delivery_generation)
    WINDOW on_connection AS (
        PARTITION BY gateway, mid, generation, rid, dcid, delivery_generation ORDER BY line
    )
),
counted AS (
    SELECT *, count(*) FILTER (opens) OVER (
        PARTITION BY gateway, mid, generation, rid, dcid, delivery_generation ORDER BY line
    ) AS nth
    FROM opening
)
SELECT gateway, mid, generation, rid, dcid, delivery_generation, line, last_line,
    CASE WHEN last_event <> 'delivery_started' THEN last_event END AS outcome,
    done_line
FROM dealings
WHERE is_one_attempt AND NOT was_handed_over
UNION ALL BY NAME
SELECT gateway, mid, generation, rid, dcid, delivery_generation,
    min(line) AS line,
    max(line) AS last_line,
    arg_max(event, line) FILTER (event <> 'delivery_started') AS outcome,
    min(line) FILTER (event = 'done') AS done_line
FROM counted
GROUP BY gateway, mid, generation, rid, dcid, delivery_generation, nth
HAVING NOT bool_or(handed_over);
