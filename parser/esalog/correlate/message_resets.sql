-- Where MIDs start over (the contract, section 1).
-- reads: message_lines
-- makes: message_resets (from_lines: the lines at which generations 2, 3, ... begin)
-- key:   gateway, mid
WITH marked AS (
    SELECT gateway, mid, line, second,
        event = 'started' AS starts,
        event = 'started' AND icid = 0 AS starts_here,
        relation(event) IS NOT NULL AS becomes,
        icid > 0 OR dcid IS NOT NULL OR event IN ('queued', 'pending', 'double_bounced', 'deleted',
            'response', 'finished') AS lives
    FROM message_lines
),
suspects AS (
    SELECT gateway, mid
    FROM marked
    GROUP BY ALL
    -- One that starts here and becomes from another, before anything else, begins but once.
    HAVING min(line) FILTER (starts OR becomes) > min(line)
        OR count(*) FILTER (starts OR becomes) > 2
        OR (
            count(*) FILTER (starts OR becomes) = 2
            AND NOT (
                bool_or(starts_here) AND bool_or(becomes) AND coalesce(
                    max(line) FILTER (starts OR becomes)
                    < min(line) FILTER (NOT starts AND NOT becomes), true
                )
            )
        )
),
passed AS (
    SELECT *, max(line) FILTER (starts) OVER earlier AS started_before,
        max(line) FILTER (becomes) OVER earlier AS became_before
    FROM marked SEMI JOIN suspects USING (gateway, mid)
    WINDOW earlier AS (
        PARTITION BY gateway, mid ORDER BY line ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
),
placed AS (
    -- In syslog the lines of one second may be shuffled: the one that begins stands first, but
    -- behind another of its kind.
    SELECT *,
        CASE WHEN second IS NULL THEN line
            WHEN starts THEN min(line) OVER (PARTITION BY gateway, mid, second, started_before)
            WHEN becomes THEN min(line) OVER (PARTITION BY gateway, mid, second, became_before)
            ELSE line
        END AS place
    FROM passed
),
ordered AS (
    SELECT *, row_number() OVER (
        PARTITION BY gateway, mid ORDER BY place, NOT (starts OR becomes), line
    ) AS position
    FROM placed
),
neighbours AS (
    -- A start by the appliance and the line that names the parent, side by side, begin together.
    SELECT *,
        coalesce((starts_here AND lag(becomes) OVER by_place)
            OR (becomes AND lag(starts_here) OVER by_place), false) AS follows,
        coalesce(bool_or(starts OR becomes OR lives) OVER earlier, false) AS lived
    FROM ordered
    WINDOW by_place AS (PARTITION BY gateway, mid ORDER BY position),
        earlier AS (
            PARTITION BY gateway, mid ORDER BY position
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        )
),
chained AS (
    SELECT *, count(*) FILTER (NOT follows) OVER (
        PARTITION BY gateway, mid ORDER BY position
    ) AS chain
    FROM neighbours
),
paired AS (
    SELECT *,
        row_number() OVER in_chain % 2 = 0 AS second_of_pair,
        row_number() OVER in_chain % 2 = 1 AND lead(follows, 1, false) OVER in_chain AS first_of_pair
    FROM chained
    WINDOW in_chain AS (PARTITION BY gateway, mid, chain ORDER BY position)
)
SELECT gateway, mid,
    list_sort(list(greatest(place, started_before + 1, became_before + 1))) AS from_lines
FROM paired
WHERE NOT second_of_pair AND position > 1
    AND (starts OR (becomes AND (first_of_pair OR lived)))
GROUP BY ALL;
