-- What the scanning engines found in each message: the last word of each, in the order of those lines.
-- reads: finding_facts, message_resets
-- makes: message_verdicts
-- key:   gateway, mid
SELECT gateway, mid, generation,
    in_order(list({line: line, value: {engine: engine, verdict: verdict}})) AS verdicts
FROM (
    SELECT gateway, mid, generation(resets.from_lines, line) AS generation, engine,
        max(line) AS line, arg_max(verdict, line) AS verdict
    FROM finding_facts LEFT JOIN message_resets AS resets USING (gateway, mid)
    WHERE event = 'verdict' AND engine IS NOT NULL AND verdict IS NOT NULL
    GROUP BY ALL
)
GROUP BY ALL;
