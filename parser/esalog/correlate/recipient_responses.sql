-- What a server answered last for each recipient.
-- reads: answer_facts, message_resets
-- makes: recipient_responses
-- key:   gateway, mid
SELECT gateway, mid, generation(resets.from_lines, line) AS generation, rid,
    arg_max(response, line) AS response
FROM (
    SELECT gateway, mid, line, response,
        TRY_CAST(unnest(string_split(rids, ',')) AS BIGINT) AS rid
    FROM answer_facts
    WHERE event IN ('response', 'bounced', 'delayed', 'double_bounced') AND rids <> '' AND response IS NOT NULL
)
LEFT JOIN message_resets AS resets USING (gateway, mid)
WHERE rid IS NOT NULL
GROUP BY ALL;
