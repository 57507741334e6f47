-- Where the ids of connections start over (the contract, section 1).
-- reads: connection_lines (one row per line and connection that it names)
-- makes: connection_resets (from_lines: the lines at which generations 2, 3, ... begin)
-- key:   kind, gateway, id
WITH suspects AS (
    SELECT kind, gateway, id
    FROM connection_lines
    GROUP BY ALL
    HAVING count(*) FILTER (opens) > 1 OR min(line) FILTER (opens) > min(line)
),
passed AS (
    SELECT *, max(line) FILTER (opens) OVER (
            PARTITION BY kind, gateway, id ORDER BY line
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS opened_before
    FROM connection_lines SEMI JOIN suspects USING (kind, gateway, id)
),
placed AS (
    -- In syslog the lines of one second may be shuffled: the one that begins stands first, but
    -- behind another that began.
    SELECT *,
        CASE WHEN opens AND second IS NOT NULL
            THEN min(line) OVER (PARTITION BY kind, gateway, id, second, opened_before)
            ELSE line
        END AS place
    FROM passed
),
ordered AS (
    SELECT *, row_number() OVER (PARTITION BY kind, gateway, id ORDER BY place, NOT opens, line)
        AS position
    FROM placed
),
run AS (
    -- `leans`: a line that belongs to the opening line that it stands directly before.
    SELECT *,
        coalesce(max(position) FILTER (NOT leans) OVER earlier, 0) AS last_firm,
        coalesce(max(position) FILTER (opens) OVER earlier, 0) AS last_opening
    FROM ordered
    WINDOW earlier AS (
        PARTITION BY kind, gateway, id ORDER BY position
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
),
beginning AS (
    SELECT kind, gateway, id, opened_before,
        CASE WHEN last_firm = last_opening AND last_firm > 0 THEN position ELSE last_firm + 1 END
            AS position
    FROM run
    WHERE opens
)
SELECT kind, gateway, id,
    list_sort(list(greatest(place, beginning.opened_before + 1))) AS from_lines
FROM beginning JOIN ordered USING (kind, gateway, id, position)
WHERE position > 1
GROUP BY ALL;
